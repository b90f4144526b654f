//! Before.

pub mod models {
    pub struct Pet;
    pub struct Owner;
}

pub use models::Pet as TheirPet;
