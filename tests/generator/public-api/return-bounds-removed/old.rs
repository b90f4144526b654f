//! Before.

pub fn items() -> impl Iterator<Item = u8> + Clone {
    0..3
}
