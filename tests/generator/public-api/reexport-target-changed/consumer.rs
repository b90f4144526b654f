//! What a caller wrote.

pub fn run() -> sdk::models::Pet {
    sdk::Cat
}
