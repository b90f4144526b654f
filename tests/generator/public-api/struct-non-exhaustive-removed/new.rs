//! After.

pub struct Pet {
    pub name: String,
}
