//! Releases: what the next version of a crate is, and why.
//!
//! A release leaves a [`Baseline`]: the lock (version, and everything with a name), the definition it
//! was made from, the listing of its public items, its change log. [`prepare`] makes the crate that comes
//! after it, so it gives the same answer however often it is asked; [`Prepared::release`] makes the next
//! baseline. Pure: the caller reads and writes the files, and says what day it is.

mod baseline;
mod changelog;
mod digests;
mod judge;
mod lock;
mod notes;
mod prepare;
mod version;

pub use baseline::{Baseline, BaselineTexts, CHANGELOG, DEFINITION, DIGESTS, PUBLIC_API, README};
pub use digests::Digests;
pub use lock::{LastRelease, Lock};
pub use notes::{Notes, Section};
pub use prepare::{Inputs, Prepared, prepare};
pub use version::{Asked, Version, next};
