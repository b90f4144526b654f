//! What a caller wrote.

pub use sdk::models::Pet;
