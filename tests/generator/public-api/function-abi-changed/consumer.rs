//! What a caller wrote.

pub const LIMIT: fn() = sdk::limit;
