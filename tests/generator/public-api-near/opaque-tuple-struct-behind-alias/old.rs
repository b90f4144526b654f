//! Before.

pub struct Token(String);
