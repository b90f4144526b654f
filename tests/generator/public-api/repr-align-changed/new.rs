//! After.

#[repr(align(4))]
pub struct Pair {
    pub a: u8,
    pub b: u32,
}
