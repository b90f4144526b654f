//! What a caller wrote.

pub fn run() -> sdk::Pet {
    sdk::Pet
}
