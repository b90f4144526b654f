//! After.

pub enum Tint {
    Red,
}

pub use Tint as Colour;

impl Tint {
    pub fn mix(self, other: Tint) -> Tint {
        drop(self);
        other
    }
}

impl Clone for Tint {
    fn clone(&self) -> Self {
        Self::Red
    }
}

pub fn paint(_: Vec<Tint>) {}
