//! After.

pub static LIMIT: u64 = 100;
