//! What the tests of the Web Messaging SDK share.

#![allow(clippy::missing_panics_doc, clippy::unwrap_used, reason = "a test fails by panicking")]

// Both SDKs are looked at with one collector.
#[path = "../../guest-chat/src/capture.rs"]
pub mod capture;
pub mod memory;
