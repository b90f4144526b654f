//! After.

pub struct Token(String);

impl Drop for Token {
    fn drop(&mut self) {}
}
