//! Before.

pub fn each(_: fn(name: &str, count: u8) -> u8) {}
