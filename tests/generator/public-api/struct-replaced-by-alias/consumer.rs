//! What a caller wrote.

pub fn run() -> sdk::Pet {
    let pet = sdk::Pet { name: String::new() };
    let sdk::Pet { name } = pet;
    sdk::Pet { name }
}
