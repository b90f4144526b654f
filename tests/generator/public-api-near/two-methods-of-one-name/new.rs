//! After.

pub struct Page<T>(T);

impl Page<u16> {
    pub fn sum(&self) -> u32 {
        0
    }
}

impl Page<u8> {
    pub fn sum(&self) -> u8 {
        0
    }
}
