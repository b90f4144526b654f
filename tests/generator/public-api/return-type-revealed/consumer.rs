//! What a caller wrote.

fn take(_: impl sdk::Named) {}
pub fn run() {
    take(sdk::first());
}
