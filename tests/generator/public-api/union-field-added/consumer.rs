//! What a caller wrote.

pub fn run() -> sdk::Bits {
    sdk::Bits { whole: 0 }
}
