//! After.

#[doc(hidden)]
pub fn connect() {}
