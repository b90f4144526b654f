//! What a caller wrote.

pub fn run(one: sdk::Level) -> bool {
    one < sdk::Level::High
}
