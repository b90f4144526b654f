//! What a caller wrote.

pub fn run() {
    sdk::fill([0; 4]);
}
