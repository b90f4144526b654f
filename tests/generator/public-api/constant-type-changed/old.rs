//! Before.

pub const LIMIT: usize = 100;
