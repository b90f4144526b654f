//! After.

pub mod a {
    pub struct Pet;
}

pub mod b {}
