//! Before.

pub const SIZE: usize = 4;

pub fn fill(_: [u8; SIZE]) {}

pub fn first<const N: usize>(_: [u8; N]) {}
