//! After.

pub fn items() -> impl Iterator<Item = u8> {
    0..3
}
