//! After.

pub trait Transport {
    fn send(&self, text: impl Into<String>);
}
