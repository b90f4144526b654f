//! After.

pub enum Level {
    High,
    Low,
}
