//! After.

pub type Pet = String;
