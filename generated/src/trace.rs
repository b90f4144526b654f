//! What the client tells the `tracing` ecosystem: a span per call, a span per attempt, and an event
//! for a value that this version does not know.
//!
//! In: facts about a call that name nobody. Out: spans with the field names of the OpenTelemetry
//! conventions for HTTP clients, or nothing without the feature `tracing`. Invariant: no field
//! holds an address with ids in it, a header, a body, a token, or text that the service sent.

#[cfg(not(feature = "tracing"))]
mod silent;
#[cfg(feature = "tracing")]
mod spans;

#[cfg(not(feature = "tracing"))]
pub(crate) use self::silent::{attempt, call, unknown_value};
#[cfg(feature = "tracing")]
pub(crate) use self::spans::{attempt, call, unknown_value};
