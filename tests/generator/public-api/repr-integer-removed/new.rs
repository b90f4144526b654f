//! After.

pub enum Level {
    Low,
    High,
}
