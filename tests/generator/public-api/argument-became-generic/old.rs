//! Before.

pub fn show(_: impl Clone) {}
