//! After.

#[non_exhaustive]
pub enum Colour {
    Red,
    Green,
}

pub use Colour::*;
