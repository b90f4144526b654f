//! After.

mod b {
    pub struct Pet;
}

mod c {
    impl crate::Pet {
        pub fn eat(&self) {}
    }
}

pub use b::Pet;
