//! After.

#[repr(C)]
pub union Bits {
    pub whole: u32,
    pub parts: [u8; 4],
}
