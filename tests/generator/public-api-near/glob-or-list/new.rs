//! After.

mod a {
    pub struct Pet;
    pub fn feed(_: Pet) {}
}

pub use a::{Pet, feed};
