//! Before.

pub struct Pet;

impl Pet {
    pub fn new() -> Self {
        Self
    }

    pub fn eat(self: Box<Self>, _other: &Self) {}
}

impl PartialEq<Self> for Pet {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
