//! Before.

pub fn connect(_port: u16) {}
