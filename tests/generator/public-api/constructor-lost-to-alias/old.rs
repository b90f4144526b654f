//! Before.

pub struct Pet(pub String);
