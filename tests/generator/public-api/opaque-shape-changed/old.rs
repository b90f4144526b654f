//! Before.

pub struct Pet(String);
