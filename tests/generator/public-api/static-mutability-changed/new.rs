//! After.

pub static mut LIMIT: usize = 100;
