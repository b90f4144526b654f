//! A private module in a folder of its own.

pub mod deep;

pub struct Shared;
pub struct Unseen;
pub struct Extra;

#[non_exhaustive]
pub enum Colour {
    Red,
    Green(super::Deep),
}

impl super::Deep {
    pub fn elsewhere(self: &Self) -> super::outer::leaf::Leaf {
        super::outer::leaf::Leaf(self::Shared)
    }
}
