//! What must happen to which file, found out before anything does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::manifest::{Manifest, digest};
use super::place;
use super::problem::{edited, foreign, unified};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::render::FileSet;

/// Files outside the folder that are written together with it: path → content. A person may edit them too,
/// so they are not in the manifest.
pub type Beside = BTreeMap<PathBuf, String>;

/// What a run does, or would do, to the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that did not exist.
    pub added: Vec<String>,
    /// Files with another content.
    pub changed: Vec<String>,
    /// Files that are no longer produced.
    pub removed: Vec<String>,
    /// Files beside the folder that change, appear or go.
    pub beside: Vec<String>,
    /// How many files are as they should be.
    pub unchanged: usize,
    /// Unified diffs of all of them, for people; empty when they were written.
    pub diff: String,
}

impl Changes {
    /// Whether the disk is as it should be.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.changed.is_empty()
            && self.removed.is_empty()
            && self.beside.is_empty()
    }
}

/// What must happen to which file. Each file that it names is a plain one, or not there.
#[derive(Default)]
pub struct Plan {
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
    pub beside: Vec<PathBuf>,
    unchanged: usize,
}

impl Plan {
    /// Compares the files with the disk. All that stands in the way is reported.
    pub fn make(
        files: &FileSet,
        folder: &Path,
        beside: &Beside,
        manifest: &Manifest,
    ) -> Result<Self, Diagnostics> {
        let mut plan = Self::default();
        let mut problems = Diagnostics::default();
        for (path, text) in beside {
            let content =
                place::is_file(path).and_then(|is| is.then(|| place::read(path)).transpose());
            match content {
                Ok(Some(bytes)) if bytes == text.as_bytes() => {}
                Ok(_) => plan.beside.push(path.clone()),
                Err(problem) => problems.push(problem),
            }
        }
        for (path, file) in files {
            match content(folder, path) {
                Ok(Some(bytes)) if bytes == file.text.as_bytes() => plan.unchanged += 1,
                Ok(Some(_)) => plan.changed.push(path.clone()),
                Ok(None) => plan.added.push(path.clone()),
                Err(problem) => problems.push(problem),
            }
        }
        for path in abandoned(files, manifest) {
            match place::find(folder, path) {
                Ok(Some(_)) => plan.removed.push(path.to_owned()),
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(plan) } else { Err(problems) }
    }

    /// Refuses to lose what a person wrote: owned files whose digest is not the recorded one, and
    /// files in the way that were never generated. All of them are reported, with their diffs.
    pub fn refuse_edits(
        &self,
        files: &FileSet,
        folder: &Path,
        manifest: &Manifest,
    ) -> Result<(), Diagnostics> {
        let mut problems = Diagnostics::default();
        for path in self.changed.iter().chain(&self.removed) {
            let target = folder.join(path);
            let bytes = place::read(&target)?;
            let new = files.get(path).map(|file| file.text.as_str());
            match manifest.digests.get(path) {
                Some(recorded) if *recorded == digest(&bytes) => {}
                Some(_) => problems.push(edited(&target, &bytes, new.unwrap_or_default())),
                None => problems.push(foreign(&target, &bytes, new.unwrap_or_default())),
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The same for people, without the diffs.
    pub fn changes(&self, folder: &Path) -> Changes {
        Changes {
            added: self.added.clone(),
            changed: self.changed.clone(),
            removed: self.removed.clone(),
            beside: self.beside.iter().map(|path| shown(path, folder)).collect(),
            unchanged: self.unchanged,
            diff: String::new(),
        }
    }

    /// Unified diffs of everything that changes. They take longer than to write it, so only a check makes them.
    pub fn diff(
        &self,
        files: &FileSet,
        folder: &Path,
        beside: &Beside,
    ) -> Result<String, Diagnostics> {
        let mut diff = String::new();
        for path in &self.beside {
            let old = if place::is_file(path)? { place::read(path)? } else { Vec::new() };
            let new = beside.get(path).map(String::as_str).unwrap_or_default();
            let old = String::from_utf8_lossy(&old).into_owned();
            diff.push_str(&unified(&shown(path, folder), &old, new));
        }
        for path in self.added.iter().chain(&self.changed).chain(&self.removed) {
            let old = content(folder, path)?.unwrap_or_default();
            let new = files.get(path).map(|file| file.text.as_str()).unwrap_or_default();
            diff.push_str(&unified(path, &String::from_utf8_lossy(&old), new));
        }
        Ok(diff)
    }
}

/// The content of a file below a folder; `None` when it is not there.
fn content(folder: &Path, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
    place::find(folder, path)?.map(|place| place::read(&place)).transpose()
}

/// The owned files that are no longer made. One that differs from a file that is made in no more than case is left
/// alone: where the file system folds case, they are one file.
fn abandoned<'m>(files: &FileSet, manifest: &'m Manifest) -> impl Iterator<Item = &'m str> {
    let made: BTreeSet<String> = files.keys().map(|path| path.to_lowercase()).collect();
    let owned = manifest.digests.keys().map(String::as_str);
    owned.filter(move |path| !made.contains(&path.to_lowercase()))
}

/// What people call a file beside a folder: its path from where the folder is.
fn shown(path: &Path, folder: &Path) -> String {
    let around = folder.parent().filter(|around| !around.as_os_str().is_empty());
    let below = around.and_then(|around| path.strip_prefix(around).ok());
    below.unwrap_or(path).display().to_string()
}
