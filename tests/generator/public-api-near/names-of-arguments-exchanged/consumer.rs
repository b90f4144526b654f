//! What a caller wrote.

pub fn run() {
    sdk::send(1, String::new());
}
