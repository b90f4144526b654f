//! After.

use std::fmt::Error;

pub mod own {
    pub struct Error;
}

pub fn check() -> Result<(), Error> {
    Ok(())
}
