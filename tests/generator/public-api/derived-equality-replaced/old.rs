//! Before.

#[derive(PartialEq, Eq)]
pub enum Colour {
    Red,
    Green,
}
