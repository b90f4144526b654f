//! Before.

#[non_exhaustive]
pub enum Colour {
    Red,
}

pub use Colour::*;
