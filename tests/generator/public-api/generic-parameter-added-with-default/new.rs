//! After.

pub struct Page<T = String> {
    items: Vec<T>,
}
