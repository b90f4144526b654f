//! After.

#[repr(packed(2))]
pub struct Pair {
    pub a: u8,
    pub b: u32,
}
