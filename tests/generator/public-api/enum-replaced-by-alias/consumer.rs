//! What a caller wrote.

use sdk::Colour::Red;

pub fn run() -> sdk::Colour {
    Red
}
