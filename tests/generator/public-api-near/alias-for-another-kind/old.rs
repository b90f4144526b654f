//! Before.

pub struct Pet {
    pub name: String,
}
