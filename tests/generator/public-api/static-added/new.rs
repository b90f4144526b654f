//! After.

pub static NAME: &str = "sdk";
