//! After.

pub struct Text(String);

impl<T: std::fmt::Display> From<T> for Text {
    fn from(value: T) -> Self {
        Self(value.to_string())
    }
}
