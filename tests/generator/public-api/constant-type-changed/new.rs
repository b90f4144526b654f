//! After.

pub const LIMIT: u64 = 100;
