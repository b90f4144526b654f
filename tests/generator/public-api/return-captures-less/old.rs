//! Before.

pub fn first<'a, 'b>(a: &'a str, _b: &'b str) -> impl Iterator<Item = char> + use<'a, 'b> {
    a.chars()
}
