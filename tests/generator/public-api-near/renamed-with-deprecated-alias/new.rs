//! After.

pub struct Animal {
    pub name: String,
}

#[deprecated(note = "use `Animal`")]
pub type Pet = Animal;

impl Animal {
    pub fn new(name: String) -> Animal {
        Animal { name }
    }
}

impl From<Animal> for String {
    fn from(pet: Animal) -> String {
        pet.name
    }
}

pub fn feed(_: &[Animal]) {}
