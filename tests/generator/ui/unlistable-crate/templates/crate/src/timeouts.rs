//! A file of the runtime that somebody edited.

#[path = "elsewhere.rs"]
mod placed;
mod missing;
