//! What a caller wrote.

pub fn run(_: &sdk::Pet) {}
