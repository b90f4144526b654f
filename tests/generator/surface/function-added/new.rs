//! After.

pub fn connect() {}
