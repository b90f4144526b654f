//! What a caller wrote.

pub fn run() -> sdk::Id {
    String::new()
}
