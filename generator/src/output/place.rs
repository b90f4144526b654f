//! What stands at a path, asked before anything there is opened.
//!
//! An output folder may come from anywhere. A clone may hold a symbolic link that leads out of it, a pipe that
//! nobody ever writes to, or a file without end. So a path is looked at part by part without following links,
//! and only a plain file of a size that a generated one could have is opened. Somebody who changes the folder
//! between the look and the opening is no danger that this could avert: they may write there anyway.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::problem::{in_the_way, unwritable};
use super::standing::{Standing, look, standing};
use crate::diagnostic::Diagnostic;

/// The largest file that is read, in bytes; the largest generated ones have a hundredth of it.
const MAX_BYTES: u64 = 64 << 20;

/// The file of a path with `/` below a folder; `None` when nothing is there. Refuses whatever else stands there
/// or on the way.
pub fn find(folder: &Path, path: &str) -> Result<Option<PathBuf>, Diagnostic> {
    let mut place = folder.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        let is_last = parts.peek().is_none();
        match look(&place).map_err(|error| unwritable(&place, &error))? {
            Standing::Nothing => return Ok(None),
            Standing::Folder if !is_last => {}
            Standing::File if is_last => return Ok(Some(place)),
            other => return Err(in_the_way(&place, other, is_last)),
        }
    }
    Ok(None)
}

/// Whether a file is at a path that the caller has chosen, so that links on the way are meant. Refuses whatever
/// else stands there.
pub fn is_file(path: &Path) -> Result<bool, Diagnostic> {
    match standing(fs::metadata(path)).map_err(|error| unwritable(path, &error))? {
        Standing::Nothing => Ok(false),
        Standing::File => Ok(true),
        other => Err(in_the_way(path, other, true)),
    }
}

/// The content of a plain file.
pub fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    match content(path) {
        Ok(bytes) if bytes.len() as u64 > MAX_BYTES => {
            Err(unwritable(path, &io::Error::from(io::ErrorKind::FileTooLarge)))
        }
        Ok(bytes) => Ok(bytes),
        Err(error) => Err(unwritable(path, &error)),
    }
}

fn content(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    // Room for all of it, and for noticing its end: otherwise it is read in small pieces.
    let length = file.metadata()?.len().min(MAX_BYTES);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
