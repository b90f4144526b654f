//! Before.

use std::{fmt, io};

pub fn read() -> io::Result<u8> {
    Ok(1)
}

pub fn show(f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("")
}
