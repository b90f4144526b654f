//! After.

pub trait Transport: Clone {}
