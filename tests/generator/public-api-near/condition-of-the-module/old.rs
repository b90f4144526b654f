//! Before.

#[cfg(feature = "client")]
pub mod client {
    pub fn connect() {}
}
