//! What a caller wrote.

pub fn run(one: sdk::Colour, two: sdk::Colour) -> bool {
    one == two
}
