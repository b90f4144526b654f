//! After.

#[non_exhaustive]
pub struct Pet {
    pub name: String,
}

impl Drop for Pet {
    fn drop(&mut self) {}
}
