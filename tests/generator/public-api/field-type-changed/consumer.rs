//! What a caller wrote.

pub fn run(pet: &sdk::Pet) -> u8 {
    pet.age
}
