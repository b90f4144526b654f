//! Before.

pub fn limit() {}
