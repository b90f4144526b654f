//! After.

pub struct Cat;
pub struct Dog;

pub mod models {
    pub use crate::Dog as Pet;
}
