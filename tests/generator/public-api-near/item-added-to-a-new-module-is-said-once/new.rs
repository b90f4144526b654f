//! After.

pub struct Pet;

pub mod models {
    pub use crate::Pet;
    pub struct Owner;

    impl From<crate::Pet> for Owner {
        fn from(_: crate::Pet) -> Self {
            Self
        }
    }
}
