//! What the simulator says to a guest, frame by frame, and to calls beside the socket, on a clock that stands.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod calls;
mod faults;
mod files;
mod guest;
mod refusals;
mod sessions;
mod talk;
