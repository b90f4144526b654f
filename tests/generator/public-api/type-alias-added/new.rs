//! After.

pub type Id = String;
