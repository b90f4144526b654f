//! Before.

pub fn connect() -> u8 {
    1
}
