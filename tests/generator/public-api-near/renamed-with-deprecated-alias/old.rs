//! Before.

pub struct Pet {
    pub name: String,
}

impl Pet {
    pub fn new(name: String) -> Pet {
        Pet { name }
    }
}

impl From<Pet> for String {
    fn from(pet: Pet) -> String {
        pet.name
    }
}

pub fn feed(_: &[Pet]) {}
