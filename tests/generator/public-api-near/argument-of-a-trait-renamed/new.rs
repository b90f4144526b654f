//! After.

pub trait Transport {
    fn send(&self, body: String);
}
