//! After.

pub struct Text(String);

impl Text {
    pub fn as_str<'a>(&'a self) -> &'a str {
        &self.0
    }

    pub fn pair<'a, 'b>(a: &'a str, b: &'b str) -> &'a str {
        drop(b);
        a
    }
}
