//! After.

pub fn connect(_host: String) {}
