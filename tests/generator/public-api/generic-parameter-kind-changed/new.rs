//! After.

pub struct Page<const N: u8>;
