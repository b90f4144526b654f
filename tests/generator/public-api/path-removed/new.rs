//! After.

mod pet {
    pub struct Pet;
}

pub mod models {}

pub use pet::Pet;
