//! Before.

pub struct Text(String);
