//! Before.

#[repr(align(8))]
pub struct Pair {
    pub a: u8,
    pub b: u32,
}
