//! Before.

pub type Id = String;
