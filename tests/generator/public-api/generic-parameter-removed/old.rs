//! Before.

pub struct Page<T> {
    items: Vec<T>,
}
