//! After.

#[cfg_attr(feature = "clone", derive(Clone))]
pub struct Pet;
