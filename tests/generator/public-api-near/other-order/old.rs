//! Before.

pub struct Pet {
    pub name: String,
    pub age: u8,
}

#[non_exhaustive]
pub enum Colour {
    Red,
    Green,
}

pub fn a() {}
pub fn b() {}
