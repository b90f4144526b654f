//! Before.

pub static NAME: &str = "sdk";
