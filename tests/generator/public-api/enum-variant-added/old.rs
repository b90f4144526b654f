//! Before.

#[non_exhaustive]
pub enum Colour {
    Red,
}
