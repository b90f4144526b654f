//! Files to disk in one step, or compared with the disk. The only room that writes.
//!
//! A manifest (`.generated`) in the output folder lists the files that the generator owns with their
//! digests. With it, a run deletes what is no longer produced, leaves alone what it does not own, and
//! refuses to overwrite what a person edited. All checks come before the first write; then changed files
//! are staged beside their targets and renamed into place, and on any error put back as they were.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use similar::TextDiff;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::render::FileSet;

/// The name of the manifest.
pub const MANIFEST: &str = ".generated";

/// Most lines of a diff that are shown for one file.
const DIFF_LINES: usize = 400;

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

/// Files outside the folder that are written together with it: path → content. A person may edit them too,
/// so they are not in the manifest.
pub type Beside = BTreeMap<PathBuf, String>;

/// Compares the files with the folder, and writes nothing.
pub fn check(files: &FileSet, folder: &Path) -> Result<Changes, Diagnostics> {
    check_with(files, folder, &Beside::new())
}

/// Like [`check`], for the files beside the folder too.
pub fn check_with(files: &FileSet, folder: &Path, beside: &Beside) -> Result<Changes, Diagnostics> {
    let manifest = Manifest::read(folder)?;
    let plan = Plan::make(files, folder, beside, &manifest)?;
    let diff = plan.diff(files, folder, beside);
    Ok(Changes { diff, ..plan.changes(folder) })
}

/// Makes the folder hold the files. On any error nothing has changed.
pub fn write(files: &FileSet, folder: &Path) -> Result<Changes, Diagnostics> {
    write_with(files, folder, &Beside::new())
}

/// Like [`write()`], with the files beside the folder: all of them change, or none does.
pub fn write_with(files: &FileSet, folder: &Path, beside: &Beside) -> Result<Changes, Diagnostics> {
    let manifest = Manifest::read(folder)?;
    let plan = Plan::make(files, folder, beside, &manifest)?;
    plan.refuse_edits(files, folder, &manifest)?;
    let changes = plan.changes(folder);
    let manifest_text = Manifest::of(files).to_text();
    let up_to_date = changes.is_empty()
        && fs::read_to_string(folder.join(MANIFEST)).is_ok_and(|text| text == manifest_text);
    if !up_to_date {
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
    }
    Ok(changes)
}

/// Replaces one file that a person may edit too; the old content stays if the new one cannot be written.
pub fn replace(path: &Path, text: &str) -> Result<(), Diagnostics> {
    let staged = path.with_extension("new");
    fs::write(&staged, text)
        .and_then(|()| fs::rename(&staged, path))
        .map_err(|error| unwritable(path, &error).into())
}

/// What must happen to which file.
struct Plan {
    added: Vec<String>,
    changed: Vec<String>,
    removed: Vec<String>,
    beside: Vec<PathBuf>,
    unchanged: usize,
}

impl Plan {
    fn make(
        files: &FileSet,
        folder: &Path,
        beside: &Beside,
        manifest: &Manifest,
    ) -> Result<Self, Diagnostics> {
        let mut plan = Self {
            added: Vec::new(),
            changed: Vec::new(),
            removed: Vec::new(),
            beside: Vec::new(),
            unchanged: 0,
        };
        for (path, text) in beside {
            match fs::read(path) {
                Ok(bytes) if bytes == text.as_bytes() => {}
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(unwritable(path, &error).into());
                }
                _ => plan.beside.push(path.clone()),
            }
        }
        for (path, file) in files {
            match fs::read(folder.join(path)) {
                Ok(bytes) if bytes == file.text.as_bytes() => plan.unchanged += 1,
                Ok(_) => plan.changed.push(path.clone()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    plan.added.push(path.clone());
                }
                Err(error) => return Err(unwritable(&folder.join(path), &error).into()),
            }
        }
        let owned = manifest.digests.keys().filter(|path| !files.contains_key(*path));
        plan.removed = owned.filter(|path| folder.join(path).is_file()).cloned().collect();
        Ok(plan)
    }

    /// Refuses to lose what a person wrote: owned files whose digest is not the recorded one, and
    /// files in the way that were never generated. All of them are reported, with their diffs.
    fn refuse_edits(
        &self,
        files: &FileSet,
        folder: &Path,
        manifest: &Manifest,
    ) -> Result<(), Diagnostics> {
        let mut problems = Diagnostics::default();
        for path in self.changed.iter().chain(&self.removed) {
            let target = folder.join(path);
            let bytes = fs::read(&target).map_err(|error| unwritable(&target, &error))?;
            let new = files.get(path).map(|file| file.text.as_str());
            match manifest.digests.get(path) {
                Some(recorded) if *recorded == digest(&bytes) => {}
                Some(_) => problems.push(edited(&target, &bytes, new.unwrap_or_default())),
                None => problems.push(foreign(&target, &bytes, new.unwrap_or_default())),
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    fn changes(&self, folder: &Path) -> Changes {
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
    fn diff(&self, files: &FileSet, folder: &Path, beside: &Beside) -> String {
        let mut diff = String::new();
        for path in &self.beside {
            let old = fs::read(path).unwrap_or_default();
            let new = beside.get(path).map(String::as_str).unwrap_or_default();
            let old = String::from_utf8_lossy(&old).into_owned();
            diff.push_str(&unified(&shown(path, folder), &old, new));
        }
        for path in self.added.iter().chain(&self.changed).chain(&self.removed) {
            let old = fs::read(folder.join(path)).unwrap_or_default();
            let new = files.get(path).map(|file| file.text.as_str()).unwrap_or_default();
            diff.push_str(&unified(path, &String::from_utf8_lossy(&old), new));
        }
        diff
    }
}

/// What people call a file beside a folder: its path from where the folder is.
fn shown(path: &Path, folder: &Path) -> String {
    let around = folder.parent().filter(|around| !around.as_os_str().is_empty());
    let below = around.and_then(|around| path.strip_prefix(around).ok());
    below.unwrap_or(path).display().to_string()
}

/// A unified diff of one file, cut when it is very long.
fn unified(path: &str, old: &str, new: &str) -> String {
    let path = path.trim_start_matches('/');
    let diff = TextDiff::from_lines(old, new);
    let text = diff
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string();
    let lines = text.lines().count();
    if lines <= DIFF_LINES {
        return text;
    }
    let mut cut: String = text.lines().take(DIFF_LINES).flat_map(|line| [line, "\n"]).collect();
    let _ = writeln!(cut, "({} more lines of {path})", lines - DIFF_LINES);
    cut
}

fn edited(target: &Path, bytes: &[u8], new: &str) -> Diagnostic {
    let path = target.display().to_string();
    let message = format!("`{path}` was edited by hand since it was generated.");
    let diff = unified(&path, new, &String::from_utf8_lossy(bytes));
    Diagnostic::new(Code::EditedByHand, message).in_file(&path).help(format!(
        "Make the change in a template, an overlay or the configuration, then restore the file \
         (`git checkout`) or delete it, and run again; the edit is\n{diff}"
    ))
}

fn foreign(target: &Path, bytes: &[u8], new: &str) -> Diagnostic {
    let path = target.display().to_string();
    let message = format!("`{path}` was not generated, and a generated file must go there.");
    let diff = unified(&path, &String::from_utf8_lossy(bytes), new);
    Diagnostic::new(Code::ForeignFile, message)
        .in_file(&path)
        .help(format!("Move it away, and run again; it would become\n{diff}"))
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let path = path.display().to_string();
    Diagnostic::new(Code::UnwritableOutput, format!("`{path}` cannot be written: {error}."))
        .in_file(&path)
        .help("Nothing was changed. Make the folder writable, or choose another one with `--out`.")
}

/// The files that the generator owns, with the digests of what it wrote.
struct Manifest {
    digests: BTreeMap<String, String>,
}

impl Manifest {
    const HEADER: &str =
        "# Files written by the generator, with their SHA-256 digests. Do not edit.";

    fn read(folder: &Path) -> Result<Self, Diagnostics> {
        let path = folder.join(MANIFEST);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { digests: BTreeMap::new() });
            }
            Err(error) => return Err(unwritable(&path, &error).into()),
        };
        let mut digests = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            match line.split_once("  ").filter(|(digest, path)| is_entry(digest, path)) {
                Some((digest, path)) => digests.insert(path.to_owned(), digest.to_owned()),
                None => return Err(broken_manifest(&path, line).into()),
            };
        }
        Ok(Self { digests })
    }

    fn of(files: &FileSet) -> Self {
        let digests = files.iter().map(|(path, file)| (path.clone(), digest(file.text.as_bytes())));
        Self { digests: digests.collect() }
    }

    fn to_text(&self) -> String {
        let mut text = format!("{}\n", Self::HEADER);
        for (path, digest) in &self.digests {
            let _ = writeln!(text, "{digest}  {path}");
        }
        text
    }
}

/// A manifest is a file that anyone can edit: an entry must not lead out of the folder.
fn is_entry(digest: &str, path: &str) -> bool {
    let inside = !path.starts_with('/')
        && !path.contains(['\\', ':'])
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    digest.len() == 64 && digest.chars().all(|c| c.is_ascii_hexdigit()) && inside
}

fn broken_manifest(path: &Path, line: &str) -> Diagnostic {
    let shown: String = line.chars().take(80).collect();
    let path = path.display().to_string();
    Diagnostic::new(Code::EditedByHand, format!("`{path}` is not a manifest: `{shown}`."))
        .in_file(&path)
        .help("Restore it (`git checkout`), or delete it and the files that were generated.")
}

fn digest(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// One file that is written or removed.
struct Write<'t> {
    target: PathBuf,
    /// The content; `None` to remove the file.
    text: Option<&'t str>,
}

/// Puts files into place so that an error at any point leaves everything as it was.
struct Transaction {
    folder: PathBuf,
    staging: PathBuf,
    /// What has been done, in order: undone in reverse.
    done: Vec<Step>,
}

enum Step {
    /// The old file was moved into the staging folder.
    Saved { target: PathBuf, saved: PathBuf },
    /// A new file was put into place.
    Placed { target: PathBuf },
    /// A folder was made.
    Made { folder: PathBuf },
}

impl Transaction {
    fn new(folder: &Path) -> Self {
        let staging = folder.join(format!(".generated-staging-{}", std::process::id()));
        Self { folder: folder.to_owned(), staging, done: Vec::new() }
    }

    fn run(mut self, writes: &[Write<'_>]) -> io::Result<()> {
        self.make_folder(&self.folder.clone())?;
        let result = self.stage(writes).and_then(|()| self.swap(writes));
        match &result {
            Ok(()) => {
                let _ = fs::remove_dir_all(&self.staging);
                self.remove_empty_folders(writes);
            }
            Err(_) => self.undo(),
        }
        result
    }

    /// Where the new or the old content of a file is kept meanwhile.
    fn staged(&self, kind: &str, number: usize) -> PathBuf {
        self.staging.join(format!("{kind}-{number}"))
    }

    /// Writes the new contents where nobody reads them.
    fn stage(&self, writes: &[Write<'_>]) -> io::Result<()> {
        fs::create_dir_all(&self.staging)?;
        for (number, write) in writes.iter().enumerate() {
            if let Some(text) = write.text {
                fs::write(self.staged("new", number), text)?;
            }
        }
        Ok(())
    }

    /// Renames old files away and new files into place.
    fn swap(&mut self, writes: &[Write<'_>]) -> io::Result<()> {
        for (number, Write { target, text }) in writes.iter().enumerate() {
            if fs::symlink_metadata(target).is_ok() {
                let saved = self.staged("old", number);
                fs::rename(target, &saved)?;
                self.done.push(Step::Saved { target: target.clone(), saved });
            }
            if text.is_some() {
                if let Some(parent) = target.parent() {
                    self.make_folder(parent)?;
                }
                fs::rename(self.staged("new", number), target)?;
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

    /// Puts everything back; folders last, when nothing is in them any more. What cannot be put back stays
    /// in the staging folder.
    fn undo(&mut self) {
        let mut made = Vec::new();
        let mut is_back = true;
        for step in self.done.drain(..).rev() {
            match step {
                Step::Placed { target } => drop(fs::remove_file(target)),
                Step::Saved { target, saved } => is_back &= fs::rename(saved, target).is_ok(),
                Step::Made { folder } => made.push(folder),
            }
        }
        if is_back {
            let _ = fs::remove_dir_all(&self.staging);
        }
        for folder in made {
            let _ = fs::remove_dir(folder);
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
