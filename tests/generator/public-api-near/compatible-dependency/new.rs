//! After.

pub fn open(_: http::Uri) {}
