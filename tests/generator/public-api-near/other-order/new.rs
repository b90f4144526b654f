//! After.

pub fn b() {}

#[non_exhaustive]
pub enum Colour {
    Green,
    Red,
}

pub fn a() {}

pub struct Pet {
    pub age: u8,
    pub name: String,
}
