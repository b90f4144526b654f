//! Before.

pub struct Pair<A, B> {
    pub a: A,
    pub b: B,
}
