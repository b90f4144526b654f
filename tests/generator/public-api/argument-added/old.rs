//! Before.

pub fn connect(_host: String) {}
