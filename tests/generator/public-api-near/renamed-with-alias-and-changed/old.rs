//! Before.

#[non_exhaustive]
pub struct Pet {
    pub name: String,
    pub age: u8,
}

impl Pet {
    pub fn eat(&self) {}
}
