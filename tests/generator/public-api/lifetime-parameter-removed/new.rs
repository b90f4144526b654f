//! After.

pub struct Page {
    text: String,
}
