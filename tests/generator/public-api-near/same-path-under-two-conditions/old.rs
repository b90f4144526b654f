//! Before.

#[cfg(unix)]
pub fn connect(_: u8) {}

#[cfg(not(unix))]
pub fn connect(_: u16) {}
