//! Before.
