//! After.

#[repr(transparent)]
pub struct Id(pub u32);
