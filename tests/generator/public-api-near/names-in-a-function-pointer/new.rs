//! After.

pub fn each(_: fn(&str, u8) -> u8) {}
