//! Before.

pub trait Transport {
    type Body;
}
