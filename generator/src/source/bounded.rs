//! Inputs of which no more is read than is allowed.

use std::io::{self, Read};

use crate::diagnostic::{Code, Diagnostic};
use crate::limit::{Found, Limit, Limits};

/// Reads one byte more than is allowed, so that the caller can tell.
pub(super) fn read_up_to(most: usize, input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take((most as u64).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The problem that an input has too many bytes.
pub(super) fn too_large(name: &str, found: Found, limits: Limits) -> Diagnostic {
    let subject = format!("`{name}`");
    limits.exceeded(Code::InputTooLarge, Limit::Bytes, subject, found).in_file(name)
}
