//! After.

pub mod std {
    pub struct Uri;
}

pub fn open(_: crate::std::Uri, _: String) {}
