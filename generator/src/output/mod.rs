//! Files to disk in one step, or compared with the disk. The only stage that writes.
//!
//! A manifest (`.generated`) in the output folder lists the files that the generator owns with their
//! digests. With it, a run deletes what is no longer produced, leaves alone what it does not own, and
//! refuses to overwrite what a person edited. All checks come before the first write; then changed files
//! are staged beside their targets and renamed into place, and on any error put back as they were.
//!
//! The folder is not trusted, and neither is the manifest in it (`manifest`): no link in it is followed, only plain
//! files are opened (`place`), and a folder that is not the crate's own is refused (`intent`).

mod intent;
mod manifest;
mod place;
mod plan;
mod problem;
mod standing;
mod transaction;

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use self::intent::refuse_foreign;
use self::manifest::Manifest;
use self::plan::Plan;
use self::problem::unwritable;
use self::standing::{Standing, look};
use self::transaction::{Transaction, Write};
use crate::diagnostic::Diagnostics;
use crate::render::FileSet;

pub use self::manifest::MANIFEST;
pub use self::plan::{Beside, Changes};

/// Compares the files with the folder, and writes nothing.
pub fn check(files: &FileSet, folder: &Path) -> Result<Changes, Diagnostics> {
    check_with(files, folder, &Beside::new())
}

/// Like [`check`], for the files beside the folder too.
pub fn check_with(files: &FileSet, folder: &Path, beside: &Beside) -> Result<Changes, Diagnostics> {
    let manifest = Manifest::read(folder)?.unwrap_or_default();
    let plan = Plan::make(files, folder, beside, &manifest)?;
    let diff = plan.diff(files, folder, beside)?;
    Ok(Changes { diff, ..plan.changes(folder) })
}

/// Makes the folder hold the files. On any error nothing has changed.
///
/// Refuses a folder that is not the crate's own: one with files of others and no manifest, the home folder, the
/// root of a file system.
pub fn write(files: &FileSet, folder: &Path) -> Result<Changes, Diagnostics> {
    write_with(files, folder, &Beside::new())
}

/// Like [`write()`], with the files beside the folder: all of them change, or none does.
pub fn write_with(files: &FileSet, folder: &Path, beside: &Beside) -> Result<Changes, Diagnostics> {
    let manifest = Manifest::read(folder)?;
    // A lock in the folder was read before: it is that of the crate.
    let holds_beside = beside.keys().any(|path| path.starts_with(folder) && path.is_file());
    let is_own = manifest.is_some() || holds_beside;
    refuse_foreign(folder, is_own, std::env::home_dir().as_deref())?;
    put(files, folder, beside, &manifest.unwrap_or_default())
}

/// Like [`write_with`], into whatever folder it is. The files of others stay as they are.
pub fn write_into_existing(
    files: &FileSet,
    folder: &Path,
    beside: &Beside,
) -> Result<Changes, Diagnostics> {
    let manifest = Manifest::read(folder)?.unwrap_or_default();
    put(files, folder, beside, &manifest)
}

fn put(
    files: &FileSet,
    folder: &Path,
    beside: &Beside,
    manifest: &Manifest,
) -> Result<Changes, Diagnostics> {
    let plan = Plan::make(files, folder, beside, manifest)?;
    plan.refuse_edits(files, folder, manifest)?;
    let changes = plan.changes(folder);
    let manifest_text = Manifest::of(files).to_text();
    // It was read a moment ago, so what stands there is a plain file.
    let is_listed =
        fs::read(folder.join(MANIFEST)).is_ok_and(|bytes| bytes == manifest_text.as_bytes());
    if changes.is_empty() && is_listed {
        return Ok(changes);
    }
    let mut writes: Vec<Write<'_>> = Vec::new();
    for path in plan.added.iter().chain(&plan.changed) {
        let text = files.get(path).map(|file| file.text.as_str());
        writes.push(Write { target: folder.join(path), text });
    }
    let removed = plan.removed.iter().map(|path| folder.join(path));
    writes.extend(removed.map(|target| Write { target, text: None }));
    for path in &plan.beside {
        let text = beside.get(path).map(String::as_str);
        writes.push(Write { target: path.clone(), text });
    }
    writes.push(Write { target: folder.join(MANIFEST), text: Some(&manifest_text) });
    Transaction::new(folder).run(&writes).map_err(|error| unwritable(folder, &error))?;
    Ok(changes)
}

/// Replaces one file that a person may edit too; the old content stays if the new one cannot be written. A
/// symbolic link is replaced too, not followed; what is neither that nor a plain file, such as a pipe, is refused.
pub fn replace(path: &Path, text: &str) -> Result<(), Diagnostics> {
    let standing = look(path).map_err(|error| unwritable(path, &error))?;
    if !matches!(standing, Standing::Nothing | Standing::File) && !path.is_symlink() {
        return Err(problem::in_the_way(path, standing, true).into());
    }
    let result = stage(path, text).and_then(|staged| {
        fs::rename(&staged, path).inspect_err(|_| drop(fs::remove_file(&staged)))
    });
    result.map_err(|error| unwritable(path, &error).into())
}

/// Writes a new file beside another.
fn stage(path: &Path, text: &str) -> io::Result<PathBuf> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    let staged = path.with_file_name(name);
    let mut file = File::create_new(&staged)?;
    match file.write_all(text.as_bytes()) {
        Ok(()) => Ok(staged),
        Err(error) => {
            let _ = fs::remove_file(&staged);
            Err(error)
        }
    }
}
