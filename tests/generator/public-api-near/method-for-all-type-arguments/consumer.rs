//! What a caller wrote.

pub fn run(page: sdk::Page<u8>) -> u8 {
    page.sum()
}
