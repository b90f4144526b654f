//! Before.

pub struct Option;

pub fn get() -> Option {
    Option
}

pub fn find() -> std::option::Option<u8> {
    None
}
