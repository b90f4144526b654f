//! After.

pub trait Named {}

impl<T: Named> Named for &T {}
