//! Definitions with one change that is known, and judges of what it does.
//!
//! A *base* is a small definition: a few operations of a real one, with all that they refer to ([`mod@slice`]). An *operator*
//! ([`operators`]) edits it at a random place, and says what such an edit must and may come to. Base and edited definition are
//! the two sides of a *mutant*, either way round. [`trial`] asks the differ about it and holds its verdict against the
//! operator and against [`judge`], which knows nothing of the differ.
//!
//! Everything follows from a seed: a mutant of what the repository holds has the same number in every clone of it. With
//! definitions that are beside the repository, the numbers are those of that machine.

#![allow(
    clippy::missing_panics_doc,
    clippy::string_slice,
    reason = "what tests share fails as loudly as they do"
)]

pub mod draft;
pub mod judge;
pub mod mutant;
pub mod operator;
pub mod operators;
pub mod places;
pub mod slice;
pub mod table;
pub mod trial;
