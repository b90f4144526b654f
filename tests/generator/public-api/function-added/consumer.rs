//! What a caller wrote.

pub use sdk as _;
