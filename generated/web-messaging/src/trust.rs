//! Whom a client trusts beside the certificates of the system, and how it identifies itself.
//!
//! In: PEM text. Out: the same, for the default transport to read. Invariant: there is no way to
//! switch verification off, and the private key is never printed.

use std::fmt;

use crate::secret::Secret;

/// Extra certificates of both sides.
#[derive(Clone, Default)]
pub(crate) struct Trust {
    /// Certificates of authorities, each element a PEM text with one or more of them.
    pub(crate) authorities: Vec<Vec<u8>>,
    pub(crate) identity: Option<Identity>,
}

/// A client certificate, with those that lead to its authority, and its private key.
#[derive(Clone)]
#[cfg_attr(
    any(
        not(any(feature = "__reqwest", all(feature = "blocking", feature = "__tls"))),
        target_arch = "wasm32"
    ),
    expect(dead_code, reason = "there is no default transport")
)]
pub(crate) struct Identity {
    pub(crate) certificates: Vec<u8>,
    pub(crate) key: Secret,
}

impl Trust {
    pub(crate) fn is_default(&self) -> bool {
        self.authorities.is_empty() && self.identity.is_none()
    }
}

impl fmt::Debug for Trust {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Trust")
            .field("authorities", &self.authorities.len())
            .field("has_identity", &self.identity.is_some())
            .finish()
    }
}
