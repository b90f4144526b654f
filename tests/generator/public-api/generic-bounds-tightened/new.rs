//! After.

pub fn show<T: Clone>(_: T) {}
