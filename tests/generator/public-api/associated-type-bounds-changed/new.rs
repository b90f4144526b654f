//! After.

pub trait Transport {
    type Body: Clone;
}
