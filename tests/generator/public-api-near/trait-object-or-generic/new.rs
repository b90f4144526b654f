//! After.

pub trait Named {}

pub fn show<T: Named + ?Sized>(_: &T) {}
