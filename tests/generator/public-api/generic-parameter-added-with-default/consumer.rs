//! What a caller wrote.

pub fn run(page: sdk::Page) -> sdk::Page {
    page
}
