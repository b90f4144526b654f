//! What a caller wrote.

pub fn run() -> sdk::T {
    sdk::keep(1)
}
