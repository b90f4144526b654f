//! After.

pub const SIZE: usize = 4;

pub fn fill(_: [u8; SIZE]) {}

pub fn first<const M: usize>(_: [u8; M]) {}
