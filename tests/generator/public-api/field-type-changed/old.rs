//! Before.

#[non_exhaustive]
pub struct Pet {
    pub age: u8,
}
