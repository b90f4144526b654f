//! After.

pub mod models {
    pub struct Pet;
}

pub use models as a;

pub fn feed(_: models::Pet) {}
