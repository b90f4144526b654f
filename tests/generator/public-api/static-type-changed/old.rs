//! Before.

pub static LIMIT: usize = 100;
