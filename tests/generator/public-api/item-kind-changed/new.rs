//! After.

pub static LIMIT: usize = 100;
