//! After.

pub const fn limit() -> u8 {
    1
}
