//! After.

pub enum Tint {
    Red,
}

pub type Colour = Tint;
