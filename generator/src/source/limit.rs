//! How large an input may be, so that a file of any size ends in a report and not in the memory of the machine.

use std::io::{self, Read};

use crate::diagnostic::{Code, Diagnostic};

/// The largest input, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// How deep a definition may nest; real ones stay below 30. The parsers have limits of their own, which
/// are higher; this one is the same for both formats, and keeps every walk over the tree inside the stack
/// of a thread.
pub const MAX_DEPTH: usize = 64;

/// How many values a definition may hold once its aliases are expanded.
pub const MAX_VALUES: usize = 4_000_000;

/// One byte more than allowed is read, so that the caller can tell.
pub(super) fn read_limited(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn too_large(name: &str) -> Diagnostic {
    let limit = MAX_BYTES / (1024 * 1024);
    Diagnostic::new(Code::InputTooLarge, format!("`{name}` is larger than {limit} MiB."))
        .in_file(name)
        .help("Remove what is not part of the definition, such as embedded samples.")
}
