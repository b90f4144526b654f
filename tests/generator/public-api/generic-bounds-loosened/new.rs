//! After.

pub fn show<T>(_: T) {}
