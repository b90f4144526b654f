//! After.

pub struct Two<A, B> {
    pub a: A,
    pub b: B,
}

pub type Pair<A, B> = Two<B, A>;
