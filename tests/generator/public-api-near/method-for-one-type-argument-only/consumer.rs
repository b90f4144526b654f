//! What a caller wrote.

pub fn run(page: sdk::Page<String>) -> u8 {
    page.sum()
}
