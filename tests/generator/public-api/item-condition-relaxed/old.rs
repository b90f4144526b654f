//! Before.

#[cfg(feature = "client")]
pub fn connect() {}
