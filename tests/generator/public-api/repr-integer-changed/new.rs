//! After.

#[repr(u16)]
pub enum Level {
    Low,
    High,
}
