//! What a caller wrote.

pub fn run(of: sdk::r#type::Match) -> u8 {
    of.r#in
}
