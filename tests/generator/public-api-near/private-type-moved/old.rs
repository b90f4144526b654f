//! Before.

mod a {
    pub struct Guard;
    impl Guard {
        pub fn release(self) {}
    }
}

pub fn lock() -> a::Guard {
    a::Guard
}
