//! Before.

use crate::Error;

pub struct Error;

pub fn check() -> Result<(), Error> {
    Ok(())
}
