//! Before.

pub trait Named {}

#[derive(Clone)]
pub struct Pet;
impl Named for Pet {}

pub fn first() -> impl Named {
    Pet
}
