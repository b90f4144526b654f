//! After.

pub mod client {
    #[cfg(feature = "client")]
    pub fn connect() {}
}
