//! Before.

pub mod a {
    pub struct Pet;
}

pub fn feed(_: a::Pet) {}
