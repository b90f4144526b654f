//! After.

pub struct Page<'a> {
    text: &'a str,
}
