//! Sessions with a simulated service on a clock that stands: what is said, what breaks, and what becomes of it.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod breaks;
mod codes;
mod expiring;
mod guest;
mod history;
mod schedules;
mod set_up;
mod signing_in;
mod uploads;
mod waiting;
mod wishes;
