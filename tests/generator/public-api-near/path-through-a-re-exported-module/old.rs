//! Before.

pub mod a {
    pub struct Pet;
}

pub mod b {
    pub use crate::a as inner;
}
