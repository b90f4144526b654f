//! After.

pub trait Transport {
    fn send(&self) {}
}
