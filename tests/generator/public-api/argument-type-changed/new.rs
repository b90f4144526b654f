//! After.

pub fn connect(_port: u32) {}
