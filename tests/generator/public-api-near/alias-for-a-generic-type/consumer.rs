//! What a caller wrote.

pub fn run() -> sdk::Page<u8> {
    sdk::Page { items: vec![1] }
}
