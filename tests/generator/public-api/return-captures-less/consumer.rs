//! What a caller wrote.

pub fn run<'a>(a: &'a str, b: &'a str) -> impl Iterator<Item = char> + use<'a> {
    sdk::first(a, b)
}
