//! After.

#[non_exhaustive]
pub struct Pet {
    #[deprecated]
    pub name: String,
}
