//! What a caller wrote.

pub fn run(text: &sdk::Text) -> &str {
    sdk::Text::pair(text.as_str(), "b")
}
