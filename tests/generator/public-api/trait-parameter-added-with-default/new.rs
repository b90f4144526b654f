//! After.

pub trait Transport<B = String> {}
