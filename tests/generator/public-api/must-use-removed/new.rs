//! After.

pub fn connect() -> u8 {
    1
}
