//! After.

pub fn limit() -> Option<u8> {
    Some(1)
}
