//! Before.

pub mod models {
    pub struct Pet;
}
