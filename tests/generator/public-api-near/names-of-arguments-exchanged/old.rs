//! Before.

pub fn send(count: u8, text: String) {
    drop((count, text));
}
