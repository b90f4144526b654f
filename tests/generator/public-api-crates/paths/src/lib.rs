//! Paths: modules in files and inline, imports, re-exports, globs, circles.

#![allow(unused_imports, dead_code)]

mod inner;
pub mod outer;
pub mod prelude {
    pub use crate::inner::deep::{self, Deep as Deeper};
    pub use crate::outer::*;
    pub use std::collections::BTreeMap as Map;
    pub use std::fmt::*;
}
pub mod circle {
    pub use super::circle as again;
    pub use crate as whole;
    pub struct Round;
}

pub use self::inner::Shared;
pub use inner::deep::Deep;
pub use inner::{Shared as Renamed, Colour, Colour::*, deep::function as called};
pub(crate) use inner::deep::Crate;

pub use std;
pub use std::time::Duration;
#[doc(hidden)]
pub use inner::Unseen;
#[cfg(feature = "extra")]
pub use inner::Extra;

/// The names of types and of values do not meet.
pub struct both();
pub mod spaces {
    pub fn name() {}
    #[allow(non_camel_case_types)]
    pub struct name {}
}
pub use spaces::name as double;

pub fn signatures(_: Shared, _: inner::deep::Deep, _: prelude::Map<u8, Duration>, _: Unseen) {}
