//! After.

pub trait Named {}

impl<T: Named> Named for std::sync::Arc<T> {}
