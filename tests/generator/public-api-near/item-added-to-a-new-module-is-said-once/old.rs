//! Before.

pub struct Pet;
