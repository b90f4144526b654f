//! After.

pub fn limit<T: Default>() -> u8 {
    1
}
