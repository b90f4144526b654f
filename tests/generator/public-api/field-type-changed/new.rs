//! After.

#[non_exhaustive]
pub struct Pet {
    pub age: Option<u8>,
}
