//! Before.

pub trait Named {}
