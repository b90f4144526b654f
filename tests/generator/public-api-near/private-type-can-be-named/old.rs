//! Before.

mod a {
    pub struct Guard;
}

pub fn lock() -> a::Guard {
    a::Guard
}
