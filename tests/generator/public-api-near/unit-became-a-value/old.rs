//! Before.

pub fn close() {}
