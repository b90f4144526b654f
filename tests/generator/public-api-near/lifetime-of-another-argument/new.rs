//! After.

pub fn pick<'b>(a: &str, b: &'b str) -> &'b str {
    drop(a);
    b
}
