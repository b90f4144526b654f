//! Before.

pub trait Transport: Clone {}
