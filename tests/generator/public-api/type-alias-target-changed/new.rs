//! After.

pub type Id = u64;
