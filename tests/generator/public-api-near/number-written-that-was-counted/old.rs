//! Before.

pub enum Level {
    Low = 0x10,
    High,
}
