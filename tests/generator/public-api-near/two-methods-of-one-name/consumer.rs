//! What a caller wrote.

pub fn run(page: sdk::Page<u16>) -> u16 {
    page.sum()
}
