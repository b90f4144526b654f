//! Before.

#[derive(Default)]
pub struct Page<T = String> {
    items: Vec<T>,
}
