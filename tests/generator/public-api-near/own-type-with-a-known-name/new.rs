//! After.

pub struct Option;

pub fn get() -> std::option::Option<u8> {
    None
}

pub fn find() -> std::option::Option<u8> {
    None
}
