//! What a caller wrote.

pub fn run() {
    sdk::sort(String::new());
}
