//! After.

mod sealed {
    pub trait Sealed {}
}

/// # Safety
/// None.
pub unsafe trait Transport: sealed::Sealed {}
