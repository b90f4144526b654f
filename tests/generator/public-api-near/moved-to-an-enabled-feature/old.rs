//! Before.

#[cfg(feature = "full")]
pub fn connect() {}
