//! After.

/// # Safety
/// None.
pub unsafe fn limit() -> u8 {
    1
}
