//! What a caller wrote.

pub fn run(text: &str) -> Result<sdk::Pet, String> {
    text.parse()
}
