//! After.

pub mod models {
    pub struct Pet;
}
