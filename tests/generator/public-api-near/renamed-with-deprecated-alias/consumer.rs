//! What a caller wrote.

#![allow(deprecated)]
use sdk::Pet;

pub fn run() -> String {
    let pet = Pet::new(String::new());
    sdk::feed(&[Pet { name: String::new() }]);
    pet.into()
}
