//! What a caller wrote.

pub fn run() {
    sdk::sum(0..3);
}
