//! Before.

#[derive(Clone)]
pub struct Pet;
