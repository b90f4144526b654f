//! How long a token is good for, as it says itself.
//!
//! The claims are not verified, and need not be: they only save attempts that the service would refuse. The time is
//! taken from one claim to the other, so that no clock of this machine has to agree with the service's.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::models::Jwt;

/// What is looked at.
#[derive(Deserialize)]
struct Claims {
    /// When it was issued and when it expires, in seconds since 1970.
    iat: f64,
    exp: f64,
}

/// The time from when a token was issued to when it expires; `None` if it does not say.
pub(super) fn lifetime(jwt: &Jwt) -> Option<Duration> {
    let claims = jwt.expose().split('.').nth(1)?.trim_end_matches('=');
    let claims = URL_SAFE_NO_PAD.decode(claims).ok()?;
    let claims: Claims = serde_json::from_slice(&claims).ok()?;
    Duration::try_from_secs_f64(claims.exp - claims.iat).ok()
}
