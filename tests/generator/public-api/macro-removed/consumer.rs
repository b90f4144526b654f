//! What a caller wrote.

pub fn run() -> &'static str {
    sdk::path!()
}
