//! Before.

pub struct Id(pub u32);
