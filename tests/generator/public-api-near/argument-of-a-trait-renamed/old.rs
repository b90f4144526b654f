//! Before.

pub trait Transport {
    fn send(&self, text: String);
}
