//! Before.

#[deprecated]
pub fn connect() {}
