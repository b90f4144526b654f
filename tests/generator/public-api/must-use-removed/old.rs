//! Before.

#[must_use]
pub fn connect() -> u8 {
    1
}
