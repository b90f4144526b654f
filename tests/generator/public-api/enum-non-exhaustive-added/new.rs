//! After.

#[non_exhaustive]
pub enum Colour {
    Red,
}
