//! Before.

pub trait Transport {}
