//! The credentials of one client handle, and which of them an operation needs.
//!
//! In: secrets per security scheme, or sources that renew them, and the alternatives an operation
//! states. Out: the secrets to send, and where to put them. Invariant: a set of credentials is
//! immutable, so what one handle is given never reaches another.

use std::fmt;
use std::sync::Arc;

use crate::client::Shared;
use crate::error::{Error, ErrorKind};
use crate::facts;
use crate::future::BoxFuture;
use crate::mask::MASK;
use crate::secret::Secret;

/// A way to authenticate that the API defines.
#[derive(Debug)]
pub(crate) struct SecurityScheme {
    /// Its name in the API definition.
    pub(crate) name: &'static str,
    /// Where its secret is put.
    pub(crate) placement: Placement,
}

impl SecurityScheme {
    /// The secret without the prefix that it is sent after: a token that was copied with it has it already.
    pub(crate) fn bare<'s>(&self, secret: &'s Secret) -> &'s str {
        let secret = secret.expose();
        let Placement::Header { prefix, .. } = self.placement else {
            return secret;
        };
        match secret.split_at_checked(prefix.len()) {
            Some((start, rest)) if start.eq_ignore_ascii_case(prefix) => rest,
            _ => secret,
        }
    }
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

/// One optional credential per security scheme, in the order of `facts::SECURITY_SCHEMES`.
#[derive(Clone)]
pub(crate) struct Credentials(Arc<[Option<Credential>]>);

/// A credential.
#[derive(Clone)]
#[allow(dead_code, reason = "not every API has credentials that are renewed")]
pub(crate) enum Credential {
    /// A secret that the caller gave.
    Fixed(Secret),
    /// One that is got when it is needed.
    Renewed(Arc<dyn Renew>),
}

/// Where a secret comes from that does not last.
pub(crate) trait Renew: Send + Sync + 'static {
    /// The secret that is held, if any is.
    fn known(&self) -> Option<Secret>;

    /// A secret that lasts.
    fn fresh<'a>(&'a self, shared: &'a Shared) -> BoxFuture<'a, Result<Secret, Error>>;

    /// Lets go of a secret that the service did not take.
    fn refused(&self, secret: &Secret);
}

impl Credentials {
    pub(crate) fn none() -> Self {
        Self(facts::SECURITY_SCHEMES.iter().map(|_| None).collect())
    }

    pub(crate) fn get(&self, scheme: usize) -> Option<&Credential> {
        self.0.get(scheme)?.as_ref()
    }

    /// The names of the schemes that have a credential.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        facts::SECURITY_SCHEMES
            .iter()
            .zip(self.0.iter())
            .filter_map(|(scheme, credential)| credential.as_ref().map(|_| scheme.name))
    }

    /// The text without any of the secrets.
    pub(crate) fn hidden_in(&self, text: &str) -> String {
        let credentials = facts::SECURITY_SCHEMES.iter().zip(self.0.iter());
        credentials
            .filter_map(|(scheme, credential)| Some(scheme.bare(credential.as_ref()?.fixed()?)))
            .filter(|secret| !secret.is_empty())
            .fold(text.to_owned(), |text, secret| text.replace(secret, MASK))
    }

    /// A copy in which the credential of `scheme` is replaced or removed.
    pub(crate) fn with(&self, scheme: usize, credential: Option<Credential>) -> Self {
        let mut credentials: Vec<Option<Credential>> = self.0.to_vec();
        if let Some(slot) = credentials.get_mut(scheme) {
            *slot = credential;
        }
        Self(credentials.into())
    }

    /// A copy with secrets that last for an operation with these alternatives; none where all that it needs is there.
    pub(crate) fn fresh<'a>(
        &'a self,
        alternatives: &'a [&'a [usize]],
        shared: &'a Shared,
    ) -> Option<BoxFuture<'a, Result<Self, Error>>> {
        let mut renewed =
            self.chosen(alternatives)
                .iter()
                .filter_map(|&scheme| match self.get(scheme)? {
                    Credential::Fixed(_) => None,
                    Credential::Renewed(source) => Some((scheme, source)),
                });
        let first = renewed.next()?;
        let renewed: Vec<(usize, &Arc<dyn Renew>)> = [first].into_iter().chain(renewed).collect();
        Some(Box::pin(async move {
            let mut fresh = self.clone();
            for (scheme, source) in renewed {
                let secret = source.fresh(shared).await?;
                fresh = fresh.with(scheme, Some(Credential::Fixed(secret)));
            }
            Ok(fresh)
        }))
    }

    /// A copy with the secrets that are held, however old they are.
    pub(crate) fn known(&self) -> Self {
        let known = self.0.iter().map(|credential| match credential.as_ref()? {
            Credential::Fixed(secret) => Some(Credential::Fixed(secret.clone())),
            Credential::Renewed(source) => {
                let known = source.known().map(Credential::Fixed);
                Some(known.unwrap_or_else(|| Credential::Renewed(Arc::clone(source))))
            }
        });
        Self(known.collect())
    }

    /// Lets go of the secrets of `used` that were renewed; whether there are any.
    pub(crate) fn refused(&self, used: &Self) -> bool {
        let mut any = false;
        for pair in self.0.iter().zip(used.0.iter()) {
            if let (Some(Credential::Renewed(source)), Some(Credential::Fixed(secret))) = pair {
                source.refused(secret);
                any = true;
            }
        }
        any
    }

    /// The schemes of the alternative that is taken.
    fn chosen<'a>(&self, alternatives: &[&'a [usize]]) -> &'a [usize] {
        let is_complete =
            |alternative: &[usize]| alternative.iter().all(|&scheme| self.get(scheme).is_some());
        let chosen = alternatives
            .iter()
            .filter(|alternative| !alternative.is_empty())
            .find(|alternative| is_complete(alternative));
        chosen.copied().unwrap_or_default()
    }

    /// The secrets to send for an operation with these alternatives: those of the first alternative
    /// that is complete. An empty alternative counts last, so that optional credentials are sent
    /// when they are there.
    pub(crate) fn select(
        &self,
        alternatives: &[&[usize]],
    ) -> Result<Vec<(&'static SecurityScheme, &Secret)>, Error> {
        let mut secrets = Vec::new();
        for &index in self.chosen(alternatives) {
            if let (Some(scheme), Some(credential)) =
                (facts::SECURITY_SCHEMES.get(index), self.get(index))
            {
                let secret = credential.fixed().ok_or_else(|| not_yet(scheme))?;
                secrets.push((scheme, secret));
            }
        }
        let optional = alternatives
            .iter()
            .any(|alternative| alternative.is_empty());
        if secrets.is_empty() && !optional && !alternatives.is_empty() {
            return Err(missing(alternatives));
        }
        Ok(secrets)
    }
}

impl Credential {
    fn fixed(&self) -> Option<&Secret> {
        match self {
            Self::Fixed(secret) => Some(secret),
            Self::Renewed(_) => None,
        }
    }

    /// Whether both are one and the same.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Fixed(secret), Self::Fixed(other)) => secret == other,
            (Self::Renewed(source), Self::Renewed(other)) => Arc::ptr_eq(source, other),
            _ => false,
        }
    }
}

impl fmt::Debug for Credentials {
    /// Lists the names of the schemes that have a credential.
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

/// The error for a request that is made ready without being sent.
fn not_yet(scheme: &SecurityScheme) -> Error {
    Error::new(
        ErrorKind::MissingCredentials,
        format!(
            "the token for {} is got when the call is sent, and none is held yet",
            scheme.name
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
