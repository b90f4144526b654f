//! What a caller wrote.

pub fn run() -> sdk::Colour {
    sdk::Colour::Green
}
