//! Before.

#[cfg(test)]
pub fn helper() {}

#[cfg(any(test, doc))]
pub struct Shown;
