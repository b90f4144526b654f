//! Before.

mod a {
    pub struct Pet;
    impl Pet {
        pub fn eat(&self) {}
    }
}

pub use a::Pet;
