//! After.

pub trait Named {}

impl<T: Clone> Named for T {}
