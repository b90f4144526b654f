//! What a caller wrote.

pub fn run(pet: sdk::Pet) -> String {
    pet.name
}
