//! After.

pub struct Page<T>(T);

impl<T> Page<T> {
    pub fn sum(&self) -> u8 {
        0
    }
}
