//! What a caller wrote.

pub use sdk::models::Pet;
pub fn run() -> Pet {
    sdk::models::Pet
}
