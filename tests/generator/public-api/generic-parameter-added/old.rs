//! Before.

pub struct Page {
    items: Vec<String>,
}
