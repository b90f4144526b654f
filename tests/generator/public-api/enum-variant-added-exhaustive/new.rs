//! After.

pub enum Colour {
    Red,
    Green,
}
