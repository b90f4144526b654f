//! After.

pub fn connect(_host: String, _port: u16) {}
