//! After.

pub struct Pet {}
