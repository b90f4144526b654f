//! The payload of the `Unknown` variant of open enums.
//!
//! In: text the service sent. Out: the same text, through the enum only. Nobody else can build or
//! look into one, so a value that becomes known in a later release cannot silently change the arm
//! of a `match` that was written against its text.

#![allow(dead_code, reason = "an API without enums builds no unknown value")]

/// A value of an enum that this version of the crate does not know. The enum's `as_str` gives its
/// text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    pub(crate) fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}
