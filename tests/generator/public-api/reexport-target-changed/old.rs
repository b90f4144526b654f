//! Before.

pub struct Cat;
pub struct Dog;

pub mod models {
    pub use crate::Cat as Pet;
}
