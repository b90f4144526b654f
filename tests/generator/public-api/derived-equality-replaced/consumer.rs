//! What a caller wrote.

const RED: sdk::Colour = sdk::Colour::Red;
pub fn run(colour: sdk::Colour) -> bool {
    matches!(colour, RED)
}
