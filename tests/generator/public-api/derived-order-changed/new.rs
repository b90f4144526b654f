//! After.

#[non_exhaustive]
#[derive(PartialEq, PartialOrd)]
pub enum Level {
    High,
    Low,
}
