//! What the client tells the `tracing` ecosystem: a span per call, a span per attempt, a span per
//! attempt to open a connection that leaves HTTP, and an event for a value that this version does
//! not know.
//!
//! In: facts about a call that name nobody. Out: spans with the field names of the OpenTelemetry
//! conventions for HTTP clients, or nothing without the feature `tracing`. Invariant: no field
//! holds an address with ids in it, a header, a body, a token, or text that the service sent.

#[cfg(not(feature = "tracing"))]
mod silent;
#[cfg(feature = "tracing")]
mod spans;

#[cfg(not(feature = "tracing"))]
use self::silent as told;
#[cfg(feature = "tracing")]
use self::spans as told;

#[allow(
    unused_imports,
    reason = "an API may have no connections that leave HTTP"
)]
pub(crate) use self::told::upgrade;
pub(crate) use self::told::{Span, attempt, call, unknown_value};
