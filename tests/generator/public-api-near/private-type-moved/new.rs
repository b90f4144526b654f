//! After.

mod b {
    pub mod c {
        pub struct Guard;
        impl Guard {
            pub fn release(self) {}
        }
    }
}

pub fn lock() -> b::c::Guard {
    b::c::Guard
}
