//! Before.

pub fn connect() {}
