//! Whether and when a failed attempt is repeated.
//!
//! In: a [`RetryConfig`], what happened so far ([`RetryState`]) and what just happened
//! ([`Outcome`]). Out: a [`Decision`]. [`decide()`] is a pure function: it reads no clock and sleeps
//! nowhere. The budget that calls share and the loop that obeys both are outside of it.

mod budget;
mod config;
mod decide;
mod header;

pub use self::config::{RetryConfig, RetryWrites};
pub use self::decide::{Decision, GiveUp, Outcome, RetryState, decide};

pub(crate) use self::budget::RetryBudget;
pub(crate) use self::header::retry_after;
