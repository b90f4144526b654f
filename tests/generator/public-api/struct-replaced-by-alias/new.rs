//! After.

pub struct Animal {
    pub name: String,
}

pub type Pet = Animal;
