//! After.

mod a {
    pub struct Guard;
}

pub use a::Guard;

pub fn lock() -> Guard {
    Guard
}
