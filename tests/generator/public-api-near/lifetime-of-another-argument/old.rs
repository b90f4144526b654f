//! Before.

pub fn pick<'a>(a: &'a str, b: &str) -> &'a str {
    drop(b);
    a
}
