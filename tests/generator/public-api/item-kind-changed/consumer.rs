//! What a caller wrote.

pub const DOUBLE: [u8; sdk::LIMIT] = [0; sdk::LIMIT];
pub fn run(value: usize) -> bool {
    matches!(value, sdk::LIMIT)
}
