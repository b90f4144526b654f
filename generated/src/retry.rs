//! Whether and when a failed attempt is repeated.
//!
//! In: a [`RetryConfig`], what happened so far ([`RetryState`]) and what just happened
//! ([`Outcome`]). Out: a [`Decision`]. [`decide()`] is a pure function: it reads no clock and sleeps
//! nowhere. The loop that obeys it is in the driver.

mod config;
mod decide;
mod header;

pub use self::config::RetryConfig;
pub use self::decide::{Decision, GiveUp, Outcome, RetryState, decide};

pub(crate) use self::header::retry_after;
