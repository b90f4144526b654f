//! What a caller wrote.

pub fn run() {
    sdk::tags(vec![String::new()]);
}
