//! What a caller wrote.

pub fn run(pet: sdk::Pet) -> String {
    let sdk::Pet { name, .. } = pet;
    name
}
