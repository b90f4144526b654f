//! Before.

pub trait Named {}

pub fn show(_: &dyn Named) {}
