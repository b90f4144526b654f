//! What a caller wrote.

pub fn run() {
    sdk::show(1);
}
