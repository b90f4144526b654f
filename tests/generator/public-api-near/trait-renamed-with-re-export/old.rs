//! Before.

pub trait Named {}

pub fn show(_: impl Named) {}
