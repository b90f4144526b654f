//! After.

pub struct Page<T> {
    items: Vec<T>,
}
