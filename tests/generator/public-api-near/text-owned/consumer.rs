//! What a caller wrote.

pub fn run(name: &str) {
    sdk::name(name);
}
