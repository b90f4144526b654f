//! Before.

pub use std::time::Duration;
pub use std::time::Instant as Moment;
