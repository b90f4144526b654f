//! Before.

pub fn send(from: String, to: String) {
    drop((from, to));
}
