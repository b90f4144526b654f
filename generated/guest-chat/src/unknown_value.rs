//! The payload of the `Unknown` variant of open enums.
//!
//! In: text the service sent. Out: the same text. Nobody else can build one, so that what a value is called in
//! this version is decided in one place.

#![allow(dead_code, reason = "an API without enums builds no unknown value")]

use std::fmt;

/// A value of an enum that this version of the crate does not know.
///
/// A later version may know it, and gives it a variant of its own then. Code that is to mean the same with any
/// version compares the `as_str` of the enum, which has the text either way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    pub(crate) fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The text, as the service sent it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
