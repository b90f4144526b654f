//! After.

pub struct Id(pub u32);
