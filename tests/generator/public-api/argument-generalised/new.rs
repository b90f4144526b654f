//! After.

pub fn connect(_host: impl Into<String>) {}
