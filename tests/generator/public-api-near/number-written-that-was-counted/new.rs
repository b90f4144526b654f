//! After.

pub enum Level {
    Low = 16,
    High = 17,
}
