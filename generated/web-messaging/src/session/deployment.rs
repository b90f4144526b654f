//! What a session is opened with.

use http::HeaderValue;

use super::sign_in::SignIn;
use crate::error::Error;
use crate::models::DeploymentId;
use crate::websocket::ReconnectPolicy;

/// A deployment: what guests write to, made by an administrator of the contact centre; and how its sessions behave.
#[derive(Clone, Debug)]
pub struct Deployment {
    id: DeploymentId,
    pub(super) origin: Option<String>,
    pub(super) application: Option<String>,
    pub(super) reconnect: ReconnectPolicy,
    pub(super) catches_up: bool,
    pub(super) sign_in: Option<SignIn>,
}

impl Deployment {
    /// The deployment of this id.
    #[must_use]
    pub fn new(id: impl Into<DeploymentId>) -> Self {
        Self {
            id: id.into(),
            origin: None,
            application: None,
            reconnect: ReconnectPolicy::new(),
            catches_up: true,
            sign_in: None,
        }
    }

    /// The site that the guest writes from, such as `https://shop.example`: a deployment may allow some only. A browser
    /// says by itself where its page is from, and nothing else.
    #[must_use]
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = Some(origin.into());
        self
    }

    /// What the application calls itself, such as `bot-test/1.0`.
    #[must_use]
    pub fn application(mut self, application: impl Into<String>) -> Self {
        self.application = Some(application.into());
        self
    }

    /// When a connection that broke is opened again.
    #[must_use]
    pub fn reconnect(mut self, policy: ReconnectPolicy) -> Self {
        self.reconnect = policy;
        self
    }

    /// Whether what was said while there was no connection is read from the history, and what became of messages without an
    /// echo. Default: yes.
    #[must_use]
    pub fn catch_up(mut self, on: bool) -> Self {
        self.catches_up = on;
        self
    }

    /// Sessions are those of a guest who has signed in.
    #[must_use]
    pub fn signed_in(mut self, sign_in: SignIn) -> Self {
        self.sign_in = Some(sign_in);
        self
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &DeploymentId {
        &self.id
    }

    /// The header that names the site.
    pub(super) fn origin_header(&self) -> Result<Option<HeaderValue>, Error> {
        let value = self.origin.as_deref().map(HeaderValue::try_from);
        let value = value.transpose();
        value.map_err(|_| {
            Error::config("the origin is not an address such as `https://shop.example`")
        })
    }
}
