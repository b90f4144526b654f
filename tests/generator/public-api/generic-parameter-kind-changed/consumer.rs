//! What a caller wrote.

pub const N: usize = 3;
pub fn run(_: sdk::Page<N>) {}
