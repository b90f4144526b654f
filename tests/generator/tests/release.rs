//! Releases: the version and the notes follow from the last release alone, and a release moves the baseline.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

#[path = "release/flow.rs"]
mod flow;
#[path = "release/notes.rs"]
mod notes;
#[path = "release/refusals.rs"]
mod refusals;
#[path = "release/repository.rs"]
mod repository;
#[path = "release/versions.rs"]
mod versions;

use repository::{Repository, definition, operation};
