//! What a caller wrote.

pub fn run(pair: &sdk::Pair) -> &u32 {
    &pair.b
}
