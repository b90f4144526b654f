//! Before.

pub fn keep(x: u8) -> u8 {
    x
}
