//! What a caller wrote.

pub fn run() {
    sdk::tags([String::new()]);
}
