//! Before.

pub struct Page<T>(T);

impl Page<u8> {
    pub fn sum(&self) -> u8 {
        self.0
    }
}
