//! Before.

pub struct Page<T = String> {
    items: Vec<T>,
}
