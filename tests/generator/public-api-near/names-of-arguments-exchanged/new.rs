//! After.

pub fn send(text: u8, count: String) {
    drop((text, count));
}
