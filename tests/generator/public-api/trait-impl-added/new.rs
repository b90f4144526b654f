//! After.

#[derive(Clone)]
pub struct Pet;
