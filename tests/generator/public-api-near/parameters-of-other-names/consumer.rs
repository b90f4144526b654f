//! What a caller wrote.

pub fn run(page: sdk::Page<String>) -> String {
    page.clone().first("a").0
}
