//! Tokens that are got when they are needed, and again before they end.
//!
//! In: a [`TokenSource`], which says what a token is and how long it lasts. Out: the secret of a security scheme,
//! asked for once however many calls wait for it. The handles of a client share what they hold. Nothing of it is
//! ever logged, and interceptors do not see it.

mod cache;
mod oauth2;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{Request, Response, Uri};

use crate::attempt::{self, Failure};
use crate::client::Shared;
use crate::credentials::Credential;
use crate::error::Error;
use crate::future::BoxFuture;
use crate::secret::Secret;

use self::cache::TokenCache;
pub use self::oauth2::OAuth2;

/// A credential that comes from this source.
pub(crate) fn renewed(source: impl TokenSource) -> Credential {
    Credential::Renewed(Arc::new(TokenCache::new(source)))
}

/// What an attempt to get a token is called where attempts have names.
const OPERATION: &str = "token";

/// Where the tokens of a security scheme come from. [`OAuth2`] is one; implement it for any other: a vault, a
/// sidecar, a token endpoint with rules of its own.
pub trait TokenSource: Send + Sync + 'static {
    /// Gets a token.
    ///
    /// It is called when a call needs one and none is held that lasts, by one call at a time: others that need
    /// one wait for it. Dropping the future gives up; another call then asks again.
    ///
    /// # Errors
    /// Anything. The call that needed the token fails with it as its source; an [`Error`] also gives the kind.
    fn token<'a>(
        &'a self,
        context: &'a TokenContext<'_>,
    ) -> BoxFuture<'a, Result<Token, Box<dyn std::error::Error + Send + Sync>>>;
}

/// A token, and how long it lasts.
pub struct Token {
    secret: Secret,
    lasts: Option<Duration>,
}

impl Token {
    /// A token without a known end: it is used until the service refuses it with status 401.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self {
            secret: secret.into(),
            lasts: None,
        }
    }

    /// How long it lasts from now on. Another one is got a minute before the end, or when three quarters of a
    /// shorter time have passed.
    #[must_use]
    pub fn lasting(mut self, time: Duration) -> Self {
        self.lasts = Some(time);
        self
    }
}

impl fmt::Debug for Token {
    /// Prints how long it lasts.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Token")
            .field("lasts", &self.lasts)
            .finish_non_exhaustive()
    }
}

/// What a source of tokens works with: the transport and the time limits of the client.
pub struct TokenContext<'c> {
    shared: &'c Shared,
}

impl<'c> TokenContext<'c> {
    pub(crate) fn new(shared: &'c Shared) -> Self {
        Self { shared }
    }

    /// The address of the service that the token is for.
    #[must_use]
    pub fn base_url(&self) -> &'c Uri {
        self.shared.address.base_url.as_uri()
    }

    /// Sends a request by the transport of the client, once, within the limit of one attempt. Any status is a
    /// success here. The request is neither logged nor shown to interceptors.
    ///
    /// # Errors
    /// `Config` for an address that is not `https` (or `http` to this machine, where the client itself uses that),
    /// and what a transport can fail with.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Error> {
        match self.attempt(request, 1).await? {
            Ok(response) => Ok(response),
            Err(failure) => Err(failure.into_error(self.shared.timer.wall_clock())),
        }
    }

    /// Sends a request once. The outer error is one that no further attempt would mend.
    async fn attempt(
        &self,
        mut request: Request<Bytes>,
        number: u32,
    ) -> Result<Result<Response<Bytes>, Failure>, Error> {
        self.check(request.uri())?;
        let headers = &self.shared.headers;
        if let (false, Some(agent)) = (
            request.headers().contains_key(USER_AGENT),
            headers.get(USER_AGENT),
        ) {
            request.headers_mut().insert(USER_AGENT, agent.clone());
        }
        let limit = self.shared.timeouts.attempt_limit();
        let shared = self.shared;
        let sent = attempt::send(shared, &mut request, None, OPERATION, number, limit, None).await;
        let (head, body) = match sent {
            Ok(answer) => answer,
            Err(Failure::Status(head, Ok(body))) => (head, body),
            Err(failure) => return Ok(Err(failure)),
        };
        let mut response = Response::new(body);
        *response.status_mut() = head.status;
        *response.headers_mut() = head.headers;
        Ok(Ok(response))
    }

    /// Refuses an address to which secrets would travel unencrypted.
    fn check(&self, uri: &Uri) -> Result<(), Error> {
        if self.shared.address.base_url.permits(uri) {
            return Ok(());
        }
        Err(Error::config(
            "tokens are got from `https` addresses only, or from this machine by a client of a service on this machine",
        ))
    }
}

impl fmt::Debug for TokenContext<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenContext")
            .finish_non_exhaustive()
    }
}
