//! A module in a folder beside the file of its parent.

pub struct Leaf(pub super::super::Shared);
