//! What a caller wrote.

pub fn run() -> sdk::Pair<u8, u16> {
    sdk::Pair { a: 1_u8, b: 2_u16 }
}
