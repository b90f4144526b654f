//! What a caller wrote.

pub fn run(a: &str) -> impl Iterator<Item = char> + use<'_> {
    let b = String::new();
    sdk::first(a, &b)
}
