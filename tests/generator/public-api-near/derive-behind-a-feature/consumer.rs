//! What a caller wrote.

pub fn run(pet: &sdk::Pet) -> sdk::Pet {
    pet.clone()
}
