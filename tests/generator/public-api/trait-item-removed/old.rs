//! Before.

pub trait Transport {
    fn send(&self) {}
}
