//! After.

#[cfg(feature = "client")]
pub fn connect() {}
