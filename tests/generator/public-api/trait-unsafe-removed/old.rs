//! Before.

/// # Safety
/// None.
pub unsafe trait Transport {}
