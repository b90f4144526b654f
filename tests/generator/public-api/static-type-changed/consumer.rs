//! What a caller wrote.

pub fn run() -> usize {
    sdk::LIMIT
}
