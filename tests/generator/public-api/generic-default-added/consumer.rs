//! What a caller wrote.

pub fn run(_: sdk::Page<u8>) {}
