//! After.

#[non_exhaustive]
pub struct Pet {
    pub name: String,
}
