//! Who the guest is, where the deployment has a sign-in.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::StatusCode;

use super::Session;
use super::deployment::Deployment;
use super::history::unexpected;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::models::{
    DeploymentId, Jwt, RefreshToken, WebDeploymentsOAuthExchangeRequest,
    WebDeploymentsOAuthRequestParameters, WebDeploymentsRefreshJwtRequest,
};

/// How often a token is refreshed in a row.
pub(super) const MOST_REFRESHES: u32 = 3;

/// That a guest has signed in: the token that says so for some hours, and what gives another one then.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignIn {
    /// Says who the guest is.
    pub jwt: Jwt,
    /// Gives another token when that has expired.
    pub refresh_token: Option<RefreshToken>,
}

impl SignIn {
    /// A sign-in by the token of the service.
    #[must_use]
    pub fn new(jwt: impl Into<Jwt>) -> Self {
        Self {
            jwt: jwt.into(),
            refresh_token: None,
        }
    }

    /// What gives another token.
    #[must_use]
    pub fn refresh_token(mut self, token: impl Into<RefreshToken>) -> Self {
        self.refresh_token = Some(token.into());
        self
    }

    /// Exchanges what the provider of the sign-in has given for a token of the service: a code, with the address that it was
    /// given to, or an id token.
    ///
    /// # Errors
    ///
    /// When the service takes neither, or the deployment has no sign-in.
    pub async fn exchange(
        client: &Client,
        deployment: &Deployment,
        given: WebDeploymentsOAuthRequestParameters,
    ) -> Result<Self, Error> {
        let request = WebDeploymentsOAuthExchangeRequest::new(deployment.id().clone());
        let reply = client
            .web_deployments()
            .sign_in(request.oauth(given))
            .await?;
        Ok(Self {
            jwt: reply.jwt.ok_or_else(unexpected)?,
            refresh_token: reply.refresh_token,
        })
    }

    /// The same with another token.
    pub(super) async fn refreshed(
        self,
        client: Client,
        deployment: DeploymentId,
    ) -> Result<Self, Error> {
        let Some(token) = self.refresh_token else {
            let message = "the sign-in has expired, and nothing gives another token";
            return Err(Error::new(ErrorKind::Expired, message));
        };
        let request = WebDeploymentsRefreshJwtRequest::new(token.clone()).deployment_id(deployment);
        let refresh = client.web_deployments().refresh_token();
        let reply = refresh.body(request).await?;
        Ok(Self {
            jwt: reply.jwt.ok_or_else(unexpected)?,
            refresh_token: Some(token),
        })
    }
}

/// Who has signed in to a session, and whether the service is still to be told.
#[derive(Debug, Default)]
pub(super) struct Identity(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Whom the service has taken, or whom the session began with.
    proven: Option<SignIn>,
    /// Who signs in since then, and may be refused.
    candidate: Option<SignIn>,
    /// Whether the candidate is still to be told.
    is_news: bool,
}

impl Identity {
    pub(super) fn of(sign_in: Option<SignIn>) -> Self {
        Self(Mutex::new(State {
            proven: sign_in,
            ..State::default()
        }))
    }

    pub(super) fn sign_in(&self) -> Option<SignIn> {
        let state = self.state();
        state.candidate.as_ref().or(state.proven.as_ref()).cloned()
    }

    /// Somebody signs in, which the service is to be told.
    pub(super) fn tell(&self, sign_in: SignIn) {
        let mut state = self.state();
        state.candidate = Some(sign_in);
        state.is_news = true;
    }

    /// The service has taken this one.
    pub(super) fn prove(&self, said: SignIn) {
        let mut state = self.state();
        state.proven = Some(said);
        // One who has come meanwhile is still to be told.
        if !state.is_news {
            state.candidate = None;
        }
    }

    /// The service does not take this one: the guest is who they were. Whether there is anybody else to be told.
    pub(super) fn drop_candidate(&self, said: Option<&SignIn>) -> bool {
        let mut state = self.state();
        let is_candidate = said.is_some() && said != state.proven.as_ref();
        if is_candidate && !state.is_news {
            state.candidate = None;
        }
        is_candidate
    }

    /// The same person has another token.
    pub(super) fn renew(&self, sign_in: &SignIn) {
        let mut state = self.state();
        let State {
            proven, candidate, ..
        } = &mut *state;
        for known in [proven, candidate].into_iter().flatten() {
            if known.refresh_token == sign_in.refresh_token {
                known.clone_from(sign_in);
            }
        }
    }

    /// Whether there is something to tell, once.
    pub(super) fn take_news(&self) -> bool {
        std::mem::take(&mut self.state().is_news)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// Signs the guest in, in the middle of the session; there is no way back. [`Configured`](super::SessionEvent::Configured)
    /// tells that it went well, and whether another session of the same person was replaced by that; a refusal leaves the
    /// session as it is.
    ///
    /// # Errors
    ///
    /// When the session is over.
    pub fn step_up(&self, sign_in: SignIn) -> Result<(), Error> {
        self.outbox.sign_in(sign_in)
    }

    /// Logs the guest out, on all devices: [`LoggedOut`](super::SessionEvent::LoggedOut) follows, and ends the session.
    ///
    /// # Errors
    ///
    /// `MissingCredentials` when nobody has signed in; otherwise when the service cannot be reached, or knows nobody.
    pub async fn log_out(&self) -> Result<(), Error> {
        let nobody = || Error::new(ErrorKind::MissingCredentials, "nobody has signed in");
        let mut sign_in = self.outbox.identity.sign_in().ok_or_else(nobody)?;
        let mut refreshes = 0;
        loop {
            let client = self.client.with_jwt(sign_in.jwt.clone());
            let error = match client.web_deployments().log_out().await {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            let is_expired = error.status() == Some(StatusCode::UNAUTHORIZED);
            if !is_expired || refreshes >= MOST_REFRESHES || sign_in.refresh_token.is_none() {
                return Err(error);
            }
            refreshes += 1;
            let deployment = self.parts.deployment_id.clone();
            sign_in = sign_in.refreshed(self.client.clone(), deployment).await?;
            self.outbox.identity.renew(&sign_in);
        }
    }
}
