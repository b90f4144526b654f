//! A module below a private one.

use super::Shared as Alias;
use super::*;

pub struct Deep;
pub(crate) struct Crate;
pub(in crate::inner) struct Private;

impl From<Alias> for Deep {
    fn from(_: Alias) -> Self {
        Self
    }
}

impl From<Crate> for Deep {
    fn from(_: Crate) -> Self {
        Self
    }
}

pub fn function(_: Colour, _: fmt::Error) {}

mod fmt {
    pub use std::fmt::Error;
}
