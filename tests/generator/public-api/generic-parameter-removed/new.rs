//! After.

pub struct Page {
    items: Vec<String>,
}
