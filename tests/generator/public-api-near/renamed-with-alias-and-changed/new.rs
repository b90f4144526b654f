//! After.

#[non_exhaustive]
pub struct Animal {
    pub name: String,
}

pub type Pet = Animal;

impl Animal {}
