//! What a caller wrote.

pub fn run(token: sdk::Token) -> sdk::Token {
    token
}
