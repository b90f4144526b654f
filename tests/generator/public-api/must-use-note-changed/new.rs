//! After.

#[must_use = "it does nothing until it is sent"]
pub struct Request;
