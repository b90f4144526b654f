//! Before.

pub enum Colour {
    Red,
}

impl Colour {
    pub fn mix(self, other: Colour) -> Colour {
        drop(self);
        other
    }
}

impl Clone for Colour {
    fn clone(&self) -> Self {
        Self::Red
    }
}

pub fn paint(_: Vec<Colour>) {}
