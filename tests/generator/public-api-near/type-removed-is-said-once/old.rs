//! Before.

pub struct Pet {
    pub name: String,
}

pub use Pet as Animal;

impl Pet {
    pub fn eat(&self) {}
}

impl From<Pet> for String {
    fn from(pet: Pet) -> String {
        pet.name
    }
}
