//! What kind of thing stands at a path.

use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::Path;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Nothing,
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// Something that is neither: what people call it.
    Other(&'static str),
}

/// What stands at a path; a symbolic link is one, wherever it leads.
pub fn look(path: &Path) -> io::Result<Standing> {
    standing(fs::symlink_metadata(path))
}

/// What the metadata of a path say of it.
pub fn standing(metadata: io::Result<Metadata>) -> io::Result<Standing> {
    match metadata {
        Ok(metadata) if metadata.is_file() => Ok(Standing::File),
        Ok(metadata) if metadata.is_dir() => Ok(Standing::Folder),
        Ok(metadata) => Ok(Standing::Other(word(metadata.file_type()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Standing::Nothing),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn word(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;

    match kind {
        _ if kind.is_symlink() => "a symbolic link",
        _ if kind.is_fifo() => "a pipe",
        _ if kind.is_socket() => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn word(kind: FileType) -> &'static str {
    if kind.is_symlink() { "a symbolic link" } else { "no plain file" }
}
