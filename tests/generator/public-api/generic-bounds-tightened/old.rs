//! Before.

pub fn show<T>(_: T) {}
