//! What a caller wrote.

pub fn run() -> u8 {
    sdk::limit()
}
