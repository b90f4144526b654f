//! After.

/// # Safety
/// None.
pub unsafe trait Transport {}
