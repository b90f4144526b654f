//! Before.

pub struct Page {
    text: String,
}
