//! After.

pub struct Pet {
    pub name: String,
    age: u8,
}
