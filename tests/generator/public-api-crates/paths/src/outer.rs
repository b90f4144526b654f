//! A public module in a file, with one below it.

pub mod leaf;
pub mod r#type {
    pub struct r#match {
        pub r#in: super::leaf::Leaf,
    }
}

pub use self::leaf::*;
use super::Shared as Leaf2;

pub fn outer(_: Leaf2) -> leaf::Leaf {
    leaf::Leaf(crate::Shared)
}
