//! What identifies a session: a deployment, and the token that is its whole secret.

use serde::{Deserialize, Serialize};

use crate::models::{DeploymentId, SessionToken};
use crate::secret::serialize_exposed;

/// What it takes to go on with a session: see [`Session::resume`](crate::Session::resume).
///
/// `Debug` prints the deployment only. It is not serialised by accident: [`expose`](Self::expose) is for that.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SessionParts {
    /// The deployment.
    pub deployment_id: DeploymentId,
    /// The token of the guest.
    pub token: SessionToken,
}

impl SessionParts {
    /// The parts of a session.
    #[must_use]
    pub fn new(deployment_id: impl Into<DeploymentId>, token: impl Into<SessionToken>) -> Self {
        Self {
            deployment_id: deployment_id.into(),
            token: token.into(),
        }
    }

    /// The parts in a form that can be serialised, secret and all. Keep what comes of it as you would keep a password.
    /// Deserialising it gives the parts again.
    #[must_use]
    pub fn expose(&self) -> ExposedParts<'_> {
        ExposedParts {
            deployment_id: &self.deployment_id,
            token: &self.token,
        }
    }
}

/// The parts of a session, to be written down on purpose; made by [`SessionParts::expose`].
///
/// `Debug` prints the deployment only.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExposedParts<'a> {
    deployment_id: &'a DeploymentId,
    #[serde(serialize_with = "serialize_exposed")]
    token: &'a SessionToken,
}
