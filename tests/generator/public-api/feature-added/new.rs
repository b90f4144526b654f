//! The same before and after: the manifest makes the difference.

pub struct Pet;
