//! Before.

pub fn open(_: http::Uri) {}
