//! Before.

pub struct Page<const N: usize>;
