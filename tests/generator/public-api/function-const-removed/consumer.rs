//! What a caller wrote.

pub const LIMIT: u8 = sdk::limit();
