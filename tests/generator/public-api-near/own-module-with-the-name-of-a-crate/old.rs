//! Before.

pub mod std {
    pub struct Uri;
}

pub fn open(_: std::Uri, _: ::std::string::String) {}
