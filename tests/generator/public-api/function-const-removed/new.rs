//! After.

pub fn limit() -> u8 {
    1
}
