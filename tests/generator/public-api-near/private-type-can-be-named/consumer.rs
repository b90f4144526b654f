//! What a caller wrote.

pub fn run() {
    let _ = sdk::lock();
}
