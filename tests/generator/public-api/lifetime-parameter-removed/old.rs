//! Before.

pub struct Page<'a> {
    text: &'a str,
}
