//! What a caller wrote.

pub fn run() -> sdk::a::Pet {
    sdk::b::inner::Pet
}
