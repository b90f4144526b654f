//! Before.

pub enum Level {
    Low,
    High,
}
