//! After.

pub struct Secret(String);

pub type Token = Secret;
