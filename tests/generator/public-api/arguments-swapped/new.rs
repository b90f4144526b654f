//! After.

pub fn send(to: String, from: String) {
    drop((from, to));
}
