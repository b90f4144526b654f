//! After.

pub extern "C" fn limit() {}
