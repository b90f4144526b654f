//! After.

pub struct Pet {
    name: String,
}
