//! Before.

#[must_use = "it does nothing"]
pub struct Request;
