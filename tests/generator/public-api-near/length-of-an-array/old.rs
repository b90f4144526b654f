//! Before.

pub fn fill(_: [u8; 4]) {}
