//! Before.

pub struct Text(String);

impl Text {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn pair<'x>(a: &'x str, b: &str) -> &'x str {
        drop(b);
        a
    }
}
