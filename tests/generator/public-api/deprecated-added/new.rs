//! After.

#[deprecated]
pub fn connect() {}
