//! After.

pub const LIMIT: usize = 100;
