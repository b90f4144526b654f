//! Text that must not leak: tokens, passwords, signed links.
//!
//! In: the text. Out: nothing unless [`Secret::expose`] is called by name. It is never printed by
//! `Debug`, has no `Display`, is not serialised unless a request body asks for it field by field,
//! and is wiped from memory when dropped.

#![allow(
    dead_code,
    reason = "which serialiser is used depends on the models of the API"
)]

use std::fmt;
use std::hint::black_box;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

/// A secret text. `Debug` prints `[redacted]`, and there is neither `Display` nor `Serialize`.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself. Keep it out of logs, error messages and URLs.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

impl PartialEq for Secret {
    /// Compares without stopping at the first difference, so that the time taken tells the length
    /// and nothing more.
    fn eq(&self, other: &Self) -> bool {
        let (left, right) = (self.expose().as_bytes(), other.expose().as_bytes());
        let difference = left
            .iter()
            .zip(right)
            .fold(0_u8, |seen, (a, b)| black_box(seen | (a ^ b)));
        left.len() == right.len() && difference == 0
    }
}

impl Eq for Secret {}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// A text that is written only where it is asked for by name.
pub(crate) trait Expose {
    /// The text itself.
    fn exposed(&self) -> &str;
}

impl Expose for Secret {
    fn exposed(&self) -> &str {
        self.expose()
    }
}

impl<T: Expose> Expose for &T {
    fn exposed(&self) -> &str {
        (**self).exposed()
    }
}

/// Writes the secret itself, for the fields of a request body whose purpose is to carry it.
pub(crate) fn serialize_exposed<T: Expose, S: Serializer>(
    secret: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.exposed())
}

/// Like [`serialize_exposed`], for an optional field; `None` is written as null.
#[expect(
    clippy::ref_option,
    reason = "serde hands over a reference to the field"
)]
pub(crate) fn serialize_exposed_option<T: Expose, S: Serializer>(
    secret: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(Expose::exposed).serialize(serializer)
}
