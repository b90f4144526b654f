//! What the tests of the Web Messaging SDK share.

#![allow(clippy::missing_panics_doc, clippy::unwrap_used, reason = "a test fails by panicking")]

pub mod memory;
