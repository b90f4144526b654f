//! What a caller wrote.

use sdk::Colour::*;

pub fn run() {
    sdk::paint(vec![Red.mix(sdk::Colour::Red.clone())]);
}
