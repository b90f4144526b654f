//! What a caller wrote.

pub fn run() -> sdk::models::Owner {
    sdk::models::Owner
}
