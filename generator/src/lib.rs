//! Turns a Swagger 2.0 or OpenAPI 3.x definition into a Rust SDK crate.
//!
//! One-way flow: `source → overlay → prune → normalise → resolve → Api → view → render → format →
//! output`. Each stage is a module that knows only what stands before it; ARCHITECTURE.md has the map.

/// What the program is called where people type it.
pub const PROGRAM: &str = "openapi-to-rust-sdk";

pub mod api;
mod assertion;
pub mod bump;
pub mod changes;
pub mod command;
pub mod config;
pub mod diagnostic;
pub mod diff;
mod embedded;
pub mod format;
pub mod generate;
pub mod inherit;
pub mod legacy;
pub mod limit;
pub mod load;
pub mod lock;
pub mod markdown;
pub mod media_type;
pub mod names;
mod nearest;
pub mod normalise;
pub mod output;
pub mod overlay;
mod parallel;
pub mod pointer;
pub mod prune;
pub mod public_api;
mod reference;
pub mod release;
pub mod render;
pub mod resolve;
pub mod source;
mod stopwatch;
pub mod templates;
pub mod view;
