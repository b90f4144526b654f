//! Tokens of OAuth 2 (RFC 6749): by client credentials (section 4.4), or by a refresh token (section 6).

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, Response, Uri};
use serde_json::Value;

use crate::auth::{Token, TokenContext, TokenSource};
use crate::credentials::basic;
use crate::encode::encode;
use crate::error::{Error, ErrorKind};
use crate::future::BoxFuture;
use crate::mask::MASK;
use crate::response::Head;
use crate::retry::{Decision, Outcome, RetryState, decide};
use crate::secret::Secret;

/// So much of the code of an error is shown.
const LONGEST_CODE: usize = 64;

/// Gets tokens by OAuth 2, and gets them again before they end.
///
/// Give it to the method of the client, or of its builder, that is called after the security scheme and ends in
/// `_oauth2`.
#[must_use]
pub struct OAuth2 {
    grant: Grant,
    client_id: Option<String>,
    client_secret: Option<Secret>,
    identifies_in_body: bool,
    scopes: Vec<String>,
    parameters: Vec<(String, Secret)>,
    token_url: Option<Cow<'static, str>>,
    on_refresh_token: Option<Arc<dyn Fn(&Secret) + Send + Sync>>,
}

/// What a token is asked for with.
enum Grant {
    ClientCredentials,
    /// The service may give another one with each token.
    RefreshToken(Mutex<Secret>),
}

impl OAuth2 {
    /// Tokens for a program that acts for itself, by its id and its secret.
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self::new(Grant::ClientCredentials)
            .client_id(id)
            .client_secret(secret)
    }

    /// Tokens for a user who has signed in before, by the refresh token that came of it. Most services want to know
    /// the [`client_id`](Self::client_id) too, and some the [`client_secret`](Self::client_secret).
    ///
    /// Where a refresh token is good for one use only, a call that is dropped while it waits for its token may take
    /// the next one with it.
    pub fn refresh_token(token: impl Into<Secret>) -> Self {
        Self::new(Grant::RefreshToken(Mutex::new(token.into())))
    }

    fn new(grant: Grant) -> Self {
        Self {
            grant,
            client_id: None,
            client_secret: None,
            identifies_in_body: false,
            scopes: Vec::new(),
            parameters: Vec::new(),
            token_url: None,
            on_refresh_token: None,
        }
    }

    /// The id of the program.
    pub fn client_id(mut self, id: impl Into<String>) -> Self {
        self.client_id = Some(id.into());
        self
    }

    /// The secret of the program.
    pub fn client_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.client_secret = Some(secret.into());
        self
    }

    /// Sends the id and the secret of the program in the body of the request. By default they travel in the header
    /// `Authorization`, which all services must take, and not all do.
    pub fn credentials_in_body(mut self) -> Self {
        self.identifies_in_body = true;
        self
    }

    /// Asks for a scope; it may be called several times. Without any the service decides.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Sends another parameter with the request, such as `audience` or `resource`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Where tokens are got: an address, or a path of the service. The default is what the definition of the API says.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(Cow::Owned(url.into()));
        self
    }

    /// Calls `keep` with each refresh token that takes the place of the last one, so that the next run of the program
    /// can begin with it.
    pub fn on_refresh_token(mut self, keep: impl Fn(&Secret) + Send + Sync + 'static) -> Self {
        self.on_refresh_token = Some(Arc::new(keep));
        self
    }

    /// Where the definition says that tokens are got, unless the caller has said it: for client credentials, and for
    /// refresh tokens.
    #[allow(dead_code, reason = "not every API says where tokens are got")]
    pub(crate) fn by_default(
        mut self,
        client_credentials: Option<&'static str>,
        refresh: Option<&'static str>,
    ) -> Self {
        let stated = match self.grant {
            Grant::ClientCredentials => client_credentials,
            Grant::RefreshToken(_) => refresh,
        };
        self.token_url = self.token_url.or(stated.map(Cow::Borrowed));
        self
    }

    async fn get(&self, context: &TokenContext<'_>) -> Result<Token, Error> {
        let response = self.exchange(context).await?;
        let answer: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        if !response.status().is_success() {
            return Err(self.refusal(response, &answer, context));
        }
        let Some(token) = answer.get("access_token").and_then(Value::as_str) else {
            return Err(Error::new(
                ErrorKind::Decode,
                "the answer of the token endpoint has no `access_token`",
            ));
        };
        self.keep(answer.get("refresh_token").and_then(Value::as_str));
        let token = Token::new(token);
        Ok(match answer.get("expires_in").and_then(lifetime) {
            Some(time) => token.lasting(time),
            None => token,
        })
    }

    /// Sends the request, again where the retry rule of the client says so. A refresh token may be good for one use
    /// only, so that it is sent again only when it was surely not used.
    async fn exchange(&self, context: &TokenContext<'_>) -> Result<Response<Bytes>, Error> {
        let shared = context.shared;
        let method = match self.grant {
            Grant::ClientCredentials => Method::GET,
            Grant::RefreshToken(_) => Method::POST,
        };
        let began = shared.timer.now();
        let mut state = RetryState::default();
        let mut number = 1;
        loop {
            let result = match context.attempt(self.request(context)?, number).await? {
                Ok(response) if response.status().is_success() => return Ok(response),
                other => other,
            };
            let elapsed = shared.timer.now().saturating_sub(began);
            let outcome = match &result {
                Ok(response) => {
                    Outcome::from_status(&method, elapsed, response.status(), response.headers())
                }
                Err(failure) => failure.outcome(&method, elapsed),
            };
            let now = shared.timer.wall_clock();
            let mut outcome = outcome.with_random(shared.random.next());
            if let Some(now) = now {
                outcome = outcome.at(now);
            }
            match (decide(&shared.retry, &mut state, &outcome), result) {
                (Decision::Wait(wait), _) => shared.timer.sleep(wait).await,
                (Decision::GiveUp(_), Ok(response)) => return Ok(response),
                (Decision::GiveUp(_), Err(failure)) => return Err(failure.into_error(now)),
            }
            number += 1;
        }
    }

    fn request(&self, context: &TokenContext<'_>) -> Result<Request<Bytes>, Error> {
        let mut request = Request::new(Bytes::from(self.form()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri(context)?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        if let Some((id, secret)) = self.in_header() {
            let (id, secret) = (encode(id).to_string(), encode(secret.expose()).to_string());
            let secret = Secret::from(secret);
            let credential = ["Basic ", basic(&id, secret.expose()).expose()].concat();
            let mut value = HeaderValue::try_from(credential)
                .map_err(|_| Error::config("the id of the program cannot be sent"))?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        Ok(request)
    }

    /// The parameters of the request, encoded.
    fn form(&self) -> String {
        let mut form = String::new();
        let mut push = |name: &str, value: &str| {
            let separator = if form.is_empty() { "" } else { "&" };
            form.extend([
                separator,
                &encode(name).to_string(),
                "=",
                &encode(value).to_string(),
            ]);
        };
        match &self.grant {
            Grant::ClientCredentials => push("grant_type", "client_credentials"),
            Grant::RefreshToken(token) => {
                push("grant_type", "refresh_token");
                let token = token.lock().unwrap_or_else(PoisonError::into_inner);
                push("refresh_token", token.expose());
            }
        }
        if !self.scopes.is_empty() {
            push("scope", &self.scopes.join(" "));
        }
        let in_body = self.in_header().is_none();
        if let Some(id) = self.client_id.as_deref().filter(|_| in_body) {
            push("client_id", id);
        }
        if let Some(secret) = self.client_secret.as_ref().filter(|_| in_body) {
            push("client_secret", secret.expose());
        }
        for (name, value) in &self.parameters {
            push(name, value.expose());
        }
        form
    }

    /// The id and the secret of the program, if they travel in a header.
    fn in_header(&self) -> Option<(&str, &Secret)> {
        if self.identifies_in_body {
            return None;
        }
        Some((self.client_id.as_deref()?, self.client_secret.as_ref()?))
    }

    fn uri(&self, context: &TokenContext<'_>) -> Result<Uri, Error> {
        let Some(url) = self.token_url.as_deref() else {
            return Err(Error::config(
                "the definition of the API does not say where tokens are got: use `OAuth2::token_url`",
            ));
        };
        let uri = Uri::try_from(url).ok();
        let uri = match uri {
            Some(uri) if uri.scheme().is_none() && url.starts_with('/') => {
                let mut parts = context.base_url().clone().into_parts();
                parts.path_and_query = uri.into_parts().path_and_query;
                Uri::from_parts(parts).ok()
            }
            uri => uri,
        };
        uri.filter(|uri| uri.scheme().is_some())
            .ok_or_else(|| Error::config("the address of the token endpoint is not a valid URL"))
    }

    /// Keeps a refresh token that the service gave in place of the last one.
    fn keep(&self, token: Option<&str>) {
        let (Grant::RefreshToken(held), Some(token)) = (&self.grant, token) else {
            return;
        };
        let token = Secret::from(token);
        {
            let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
            if *held == token {
                return;
            }
            *held = token.clone();
        }
        if let Some(keep) = &self.on_refresh_token {
            keep(&token);
        }
    }

    /// The error for an answer that is none of success (section 5.2).
    fn refusal(
        &self,
        response: Response<Bytes>,
        answer: &Value,
        context: &TokenContext<'_>,
    ) -> Error {
        let (parts, _) = response.into_parts();
        let head = Head {
            status: parts.status,
            headers: parts.headers,
        };
        let is_of_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let code = answer.get("error").and_then(Value::as_str);
        let code = code.filter(|code| code.len() <= LONGEST_CODE && code.chars().all(is_of_code));
        let now = context.shared.timer.wall_clock();
        let message = match code {
            Some(code) => format!("the token endpoint refused with `{}`", self.hiding(code)),
            None => "the token endpoint refused".to_owned(),
        };
        Error::new(Error::kind_of_status(head.status), message).with_head(head, now)
    }

    fn hiding(&self, text: &str) -> String {
        let hide = |text: String, secret: &Secret| match secret.expose() {
            "" => text,
            secret => text.replace(secret, MASK),
        };
        let text = self.client_secret.iter().fold(text.to_owned(), hide);
        match &self.grant {
            Grant::ClientCredentials => text,
            Grant::RefreshToken(token) => {
                hide(text, &token.lock().unwrap_or_else(PoisonError::into_inner))
            }
        }
    }
}

/// How long a token lasts: seconds, which some services write as text.
fn lifetime(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::String(text) => text.trim().parse().ok()?,
        value => value.as_f64()?,
    };
    Duration::try_from_secs_f64(seconds.max(0.0)).ok()
}

impl TokenSource for OAuth2 {
    fn token<'a>(
        &'a self,
        context: &'a TokenContext<'_>,
    ) -> BoxFuture<'a, Result<Token, Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(async move { Ok(self.get(context).await?) })
    }
}

impl fmt::Debug for OAuth2 {
    /// Prints the scopes.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OAuth2")
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
