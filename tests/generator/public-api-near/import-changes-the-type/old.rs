//! Before.

mod own {
    pub use crate::Error;
}

pub struct Error;

mod check {
    use super::own::Error;
    pub fn check() -> Result<(), Error> {
        Ok(())
    }
}

pub use check::check;
