//! After.

pub trait Transport {}
