//! After.

pub struct Animal(pub String);

pub type Pet = Animal;
