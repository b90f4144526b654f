//! After.

pub enum Colour {
    Red,
}
