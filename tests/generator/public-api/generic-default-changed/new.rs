//! After.

#[derive(Default)]
pub struct Page<T = u8> {
    items: Vec<T>,
}
