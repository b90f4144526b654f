//! After.

pub struct Pet;

pub mod models {
    pub use crate::Pet;
}
