//! Before.

#[repr(C)]
pub union Bits {
    pub whole: u32,
}
