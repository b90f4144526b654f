//! After.

pub struct Pet;
