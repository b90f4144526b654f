//! Before.

pub enum Colour {
    Red,
}
