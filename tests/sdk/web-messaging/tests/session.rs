//! A session with a service that the test speaks for, on a clock that stands: what goes out and when, what comes, and what
//! a break costs.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "session/chat.rs"]
mod chat;
#[path = "session/ends.rs"]
mod ends;
#[path = "session/files.rs"]
mod files;
#[path = "session/opening.rs"]
mod opening;
#[path = "session/schedules.rs"]
mod schedules;
#[path = "session/sending.rs"]
mod sending;
#[path = "session/telling.rs"]
mod telling;
