//! Before.

mod pet {
    pub struct Pet;
}

pub mod models {
    pub use crate::pet::Pet;
}

pub use pet::Pet;
