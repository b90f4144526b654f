//! The credentials of one client handle, and which of them an operation needs.
//!
//! In: secrets per security scheme, and the alternatives an operation states. Out: the secrets to
//! send, and where to put them. Invariant: a set of credentials is immutable, so what one handle is
//! given never reaches another.

use std::fmt;
use std::sync::Arc;

use crate::error::{Error, ErrorKind};
use crate::facts;
use crate::logger::MASK;
use crate::secret::Secret;

/// A way to authenticate that the API defines.
#[derive(Debug)]
pub(crate) struct SecurityScheme {
    /// Its name in the API definition.
    pub(crate) name: &'static str,
    /// Where its secret is put.
    pub(crate) placement: Placement,
}

/// Where a secret is put in a request.
#[derive(Debug)]
#[allow(
    dead_code,
    reason = "which placements are used depends on the security schemes of the API"
)]
pub(crate) enum Placement {
    /// In a header, after a prefix such as `Bearer ` (which may be empty).
    Header {
        name: &'static str,
        prefix: &'static str,
    },
    /// As a query parameter.
    Query { name: &'static str },
    /// As a cookie.
    Cookie { name: &'static str },
}

/// One optional secret per security scheme, in the order of `facts::SECURITY_SCHEMES`.
#[derive(Clone)]
pub(crate) struct Credentials(Arc<[Option<Secret>]>);

impl Credentials {
    pub(crate) fn none() -> Self {
        Self(facts::SECURITY_SCHEMES.iter().map(|_| None).collect())
    }

    pub(crate) fn get(&self, scheme: usize) -> Option<&Secret> {
        self.0.get(scheme)?.as_ref()
    }

    /// The names of the schemes that have a secret.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        facts::SECURITY_SCHEMES
            .iter()
            .zip(self.0.iter())
            .filter_map(|(scheme, secret)| secret.as_ref().map(|_| scheme.name))
    }

    /// The text without any of the secrets.
    pub(crate) fn hidden_in(&self, text: &str) -> String {
        let secrets = self.0.iter().flatten().map(Secret::expose);
        secrets
            .filter(|secret| !secret.is_empty())
            .fold(text.to_owned(), |text, secret| text.replace(secret, MASK))
    }

    /// A copy in which the secret of `scheme` is replaced or removed.
    pub(crate) fn with(&self, scheme: usize, secret: Option<Secret>) -> Self {
        let mut secrets: Vec<Option<Secret>> = self.0.to_vec();
        if let Some(slot) = secrets.get_mut(scheme) {
            *slot = secret;
        }
        Self(secrets.into())
    }

    /// The secrets to send for an operation with these alternatives: those of the first alternative
    /// that is complete. An empty alternative counts last, so that optional credentials are sent
    /// when they are there.
    pub(crate) fn select(
        &self,
        alternatives: &[&[usize]],
    ) -> Result<Vec<(&'static SecurityScheme, &Secret)>, Error> {
        let complete = alternatives
            .iter()
            .filter(|alternative| !alternative.is_empty())
            .find_map(|alternative| self.all_of(alternative));
        if let Some(secrets) = complete {
            return Ok(secrets);
        }
        let optional = alternatives
            .iter()
            .any(|alternative| alternative.is_empty());
        if optional || alternatives.is_empty() {
            return Ok(Vec::new());
        }
        Err(missing(alternatives))
    }

    fn all_of(&self, alternative: &[usize]) -> Option<Vec<(&'static SecurityScheme, &Secret)>> {
        alternative
            .iter()
            .map(|&scheme| Some((facts::SECURITY_SCHEMES.get(scheme)?, self.get(scheme)?)))
            .collect()
    }
}

impl fmt::Debug for Credentials {
    /// Lists the names of the schemes that have a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.names()).finish()
    }
}

/// The error for alternatives none of which is complete: says what would be needed.
fn missing(alternatives: &[&[usize]]) -> Error {
    let needed: Vec<String> = alternatives
        .iter()
        .map(|alternative| scheme_names(alternative).join(" and "))
        .collect();
    Error::new(
        ErrorKind::MissingCredentials,
        format!(
            "credentials are needed and not set: {}",
            needed.join(", or ")
        ),
    )
}

fn scheme_names(schemes: &[usize]) -> Vec<&'static str> {
    schemes
        .iter()
        .filter_map(|&scheme| facts::SECURITY_SCHEMES.get(scheme))
        .map(|scheme| scheme.name)
        .collect()
}

/// The credential of HTTP basic authentication: user name and password joined and base64-encoded. The user
/// name cannot hold a colon, because the service would split there.
#[allow(dead_code, reason = "not every API has basic authentication")]
pub(crate) fn basic(user: &str, password: &str) -> Secret {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = Secret::from(format!("{user}:{password}"));
    let mut encoded = String::with_capacity(text.expose().len().div_ceil(3) * 4);
    for chunk in text.expose().as_bytes().chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, index| {
            bits << 8 | u32::from(chunk.get(index).copied().unwrap_or_default())
        });
        for index in 0..4 {
            let sextet = (bits >> (18 - 6 * index) & 63) as usize;
            let character = ALPHABET.get(sextet).copied().unwrap_or(b'=');
            encoded.push(if index > chunk.len() {
                '='
            } else {
                char::from(character)
            });
        }
    }
    Secret::from(encoded)
}
