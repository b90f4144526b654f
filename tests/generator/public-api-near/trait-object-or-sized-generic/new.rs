//! After.

pub trait Named {}

pub fn show<T: Named>(_: &T) {}
