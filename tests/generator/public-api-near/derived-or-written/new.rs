//! After.

pub struct Pet;

impl Clone for Pet {
    fn clone(&self) -> Self {
        Self
    }
}
