//! After.

mod inner {
    pub struct Pet;
}

pub use inner::Pet as TheirPet;
