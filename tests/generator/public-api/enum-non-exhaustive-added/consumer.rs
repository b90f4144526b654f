//! What a caller wrote.

pub fn run(colour: sdk::Colour) -> u8 {
    match colour {
        sdk::Colour::Red => 1,
    }
}
