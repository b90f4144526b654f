//! After.

mod own {
    pub use std::fmt::Error;
}

pub struct Error;

mod check {
    use super::own::Error;
    pub fn check() -> Result<(), Error> {
        Ok(())
    }
}

pub use check::check;
