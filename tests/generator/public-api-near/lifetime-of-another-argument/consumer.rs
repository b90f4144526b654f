//! What a caller wrote.

pub fn run(a: &str) -> &str {
    sdk::pick(a, &String::new())
}
