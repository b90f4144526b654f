//! Many files change on the disk, or none does.
//!
//! New contents are staged in a folder beside their targets, then old files are renamed away and new ones into
//! place. Every step is remembered, and taken back when a later one fails.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// One file that is written or removed.
pub struct Write<'t> {
    /// Where it is.
    pub target: PathBuf,
    /// The content; `None` to remove the file.
    pub text: Option<&'t str>,
}

/// Puts files into place so that an error at any point leaves everything as it was.
pub struct Transaction {
    folder: PathBuf,
    /// What has been done, in order: undone in reverse.
    done: Vec<Step>,
}

/// How many names are tried for the staging folder; one that is taken is left alone.
const STAGING_NAMES: usize = 100;

enum Step {
    /// The old file was moved into the staging folder.
    Saved { target: PathBuf, saved: PathBuf },
    /// A new file was put into place.
    Placed { target: PathBuf },
    /// A folder was made.
    Made { folder: PathBuf },
}

impl Transaction {
    /// A transaction that stages in this folder.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), done: Vec::new() }
    }

    /// Writes and removes all of these files, or changes nothing.
    pub fn run(mut self, writes: &[Write<'_>]) -> io::Result<()> {
        let made = self.make_folder(&self.folder.clone());
        let staging = made.and_then(|()| new_staging(&self.folder)).inspect_err(|_| {
            self.put_back();
            self.remove_made_folders();
        })?;
        let result = stage(&staging, writes).and_then(|()| self.swap(&staging, writes));
        let is_settled = match result {
            Ok(()) => {
                self.remove_empty_folders(writes);
                true
            }
            Err(_) => self.put_back(),
        };
        if is_settled {
            let _ = fs::remove_dir_all(&staging);
        }
        if result.is_err() {
            self.remove_made_folders();
        }
        result
    }

    /// Renames old files away and new files into place.
    fn swap(&mut self, staging: &Path, writes: &[Write<'_>]) -> io::Result<()> {
        for (number, Write { target, text }) in writes.iter().enumerate() {
            if fs::symlink_metadata(target).is_ok() {
                let saved = staged(staging, "old", number);
                fs::rename(target, &saved)?;
                self.done.push(Step::Saved { target: target.clone(), saved });
            }
            if text.is_some() {
                if let Some(parent) = target.parent() {
                    self.make_folder(parent)?;
                }
                fs::rename(staged(staging, "new", number), target)?;
                self.done.push(Step::Placed { target: target.clone() });
            }
        }
        Ok(())
    }

    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        // The folder of a bare file name is the current one, and its path is empty.
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent() {
            self.make_folder(parent)?;
        }
        fs::create_dir(folder)?;
        self.done.push(Step::Made { folder: folder.to_owned() });
        Ok(())
    }

    /// Puts all files back; says whether that went well. What cannot be put back stays in the staging folder.
    fn put_back(&mut self) -> bool {
        let mut is_back = true;
        for step in self.done.iter().rev() {
            match step {
                Step::Placed { target } => drop(fs::remove_file(target)),
                Step::Saved { target, saved } => is_back &= fs::rename(saved, target).is_ok(),
                Step::Made { .. } => {}
            }
        }
        is_back
    }

    /// Takes away the folders that were made, when nothing is in them any more.
    fn remove_made_folders(&self) {
        for step in self.done.iter().rev() {
            if let Step::Made { folder } = step {
                let _ = fs::remove_dir(folder);
            }
        }
    }

    /// Removes the folders that became empty.
    fn remove_empty_folders(&self, writes: &[Write<'_>]) {
        for write in writes.iter().filter(|write| write.text.is_none()) {
            let mut folder = write.target.clone();
            while folder.pop() && folder != self.folder && folder.starts_with(&self.folder) {
                if fs::remove_dir(&folder).is_err() {
                    break;
                }
            }
        }
    }
}

/// Makes a folder that nobody else has: a clone may hold one, or a link, by the name that is tried first.
fn new_staging(folder: &Path) -> io::Result<PathBuf> {
    let process = std::process::id();
    for number in 0..STAGING_NAMES {
        let staging = folder.join(format!(".generated-staging-{process}-{number}"));
        match fs::create_dir(&staging) {
            Ok(()) => return Ok(staging),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

/// Where the new or the old content of a file is kept meanwhile.
fn staged(staging: &Path, kind: &str, number: usize) -> PathBuf {
    staging.join(format!("{kind}-{number}"))
}

/// Writes the new contents where nobody reads them.
fn stage(staging: &Path, writes: &[Write<'_>]) -> io::Result<()> {
    for (number, write) in writes.iter().enumerate() {
        if let Some(text) = write.text {
            fs::write(staged(staging, "new", number), text)?;
        }
    }
    Ok(())
}
