//! After.

pub trait Transport<B> {}
