//! What a caller wrote.

pub fn run() -> sdk::Page {
    sdk::Page::<String>::default()
}
