//! After.

#[derive(PartialEq)]
pub enum Colour {
    Red,
    Green,
}
