//! What a caller wrote.

pub fn read(_: sdk::Pet) {}
