//! After.

pub use std::time::SystemTime as Moment;
