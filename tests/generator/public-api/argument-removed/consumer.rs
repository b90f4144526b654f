//! What a caller wrote.

pub fn run() {
    sdk::connect(String::new(), 1);
}
