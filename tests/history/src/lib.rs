//! Histories of definitions: all that were published, one after the other, and what the official differ said of each
//! step.
//!
//! A history comes in two forms. The *published* one ([`published`]) is a folder of definitions as somebody else wrote
//! them; it is not part of the repository. The *reduced* one ([`reduce`]) has their structure without their sentences,
//! stands in `tests/history/<sdk>/`, and is made of the published one by `cargo xtask import-history`:
//!
//! - `definitions/` holds the first definition, and what each one changes in the one before it as a unified diff;
//! - `steps.json` holds the versions, the definition of each, and the verdict, counts and lines of the official differ.
//!
//! Keys of reduced definitions are sorted: publishers shuffle them, and a diff of a shuffled file is as long as the file.
//! So the order of the official lines, which follows that of the keys, is lost, and they are sorted as well.

pub mod published;
pub mod reduce;

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The folder of the definitions below that of a history.
const DEFINITIONS: &str = "definitions";

/// The file of the steps in the folder of a history.
const STEPS: &str = "steps.json";

/// Lines of unchanged text around a change in a diff. One is enough to find the place and keeps the files small.
const CONTEXT: usize = 1;

/// What was published, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The definitions, oldest first.
    pub definitions: Vec<Definition>,
    /// The versions, oldest first. Several of them can have been made from one definition.
    pub versions: Vec<Version>,
}

/// A definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its place among the definitions and the first version that was made from it, such as `02-2.0.0`.
    pub name: String,
    /// The text, JSON.
    pub text: String,
}

/// A published version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The version.
    pub version: String,
    /// The name of its definition.
    pub definition: String,
    /// What was said of the step from the version before it; `None` for the first one.
    pub official: Option<Official>,
}

/// What the official differ said of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Official {
    /// How far the version must move: `none`, `point`, `minor` or `major`.
    pub verdict: String,
    /// How many changes there are of each kind, as the release notes counted them.
    pub counts: Counts,
    /// The changes, as `impact group: text`.
    pub changes: Vec<String>,
    /// Whether the order of the changes is the official one, or they are sorted.
    #[serde(skip)]
    pub in_order: bool,
}

/// How many changes there are of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the kinds")]
pub struct Counts {
    pub major: usize,
    pub minor: usize,
    pub point: usize,
}

impl Official {
    /// Whether these are the verdict and the changes that were published, in the same order as far as that is known.
    pub fn agrees(&self, verdict: &str, mut changes: Vec<String>) -> bool {
        if !self.in_order {
            changes.sort();
        }
        self.verdict == verdict && self.changes == changes
    }
}

impl History {
    /// Reads a reduced history.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let versions: Vec<Version> = json(&folder.join(STEPS))?;
        let history = Self { definitions: definitions(&folder.join(DEFINITIONS))?, versions };
        match history.versions.iter().find(|of| history.text(&of.definition).is_none()) {
            Some(Version { version, definition, .. }) => Err(format!(
                "{}: {version} has the definition `{definition}`, which is not there",
                folder.display()
            )),
            None => Ok(history),
        }
    }

    /// Writes a reduced history, and removes what an earlier one left.
    pub fn write(&self, folder: &Path) -> Result<(), String> {
        let files = folder.join(DEFINITIONS);
        if files.exists() {
            fs::remove_dir_all(&files).map_err(|error| failure(&files, &error))?;
        }
        fs::create_dir_all(&files).map_err(|error| failure(&files, &error))?;
        let mut before: Option<&Definition> = None;
        for definition in &self.definitions {
            let (ending, text) = match before {
                None => ("json", definition.text.clone()),
                Some(before) => ("diff", difference(before, definition)),
            };
            save(&files.join(format!("{}.{ending}", definition.name)), &text)?;
            before = Some(definition);
        }
        let steps = serde_json::to_string_pretty(&self.versions);
        let steps = steps.map_err(|error| failure(folder, &error))?;
        save(&folder.join(STEPS), &(steps + "\n"))
    }

    /// The text of a definition.
    pub fn text(&self, definition: &str) -> Option<&str> {
        let found = self.definitions.iter().find(|own| own.name == definition);
        found.map(|definition| definition.text.as_str())
    }

    /// The definition of the newest version.
    pub fn newest(&self) -> Option<&Definition> {
        self.definitions.last()
    }
}

/// Whether a folder holds a reduced history.
pub fn is_reduced(folder: &Path) -> bool {
    folder.join(STEPS).is_file() && folder.join(DEFINITIONS).is_dir()
}

/// The reduced histories below a folder, by the names of their SDKs.
pub fn all(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(String, PathBuf)> = entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .filter(|(_, path)| is_reduced(path))
        .collect();
    found.sort();
    found
}

/// Reads the first definition and follows the differences.
fn definitions(folder: &Path) -> Result<Vec<Definition>, String> {
    let entries = fs::read_dir(folder).map_err(|error| failure(folder, &error))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut found: Vec<Definition> = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = read(&file)?;
        let text = match found.last() {
            None => text,
            Some(before) => {
                changed(&before.text, &text).map_err(|problem| failure(&file, &problem))?
            }
        };
        found.push(Definition { name, text });
    }
    Ok(found)
}

/// What a definition changes in the one before it. It is headed by their names also when that is nothing: releases
/// that only shuffle their keys have a file like every other.
fn difference(before: &Definition, after: &Definition) -> String {
    let mut options = diffy::DiffOptions::new();
    options.set_context_len(CONTEXT);
    options.set_original_filename(before.name.clone());
    options.set_modified_filename(after.name.clone());
    options.create_patch(&before.text, &after.text).to_string()
}

fn changed(before: &str, difference: &str) -> Result<String, String> {
    let patch = diffy::Patch::from_str(difference).map_err(|error| error.to_string())?;
    diffy::apply(before, &patch).map_err(|error| error.to_string())
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| failure(file, &error))
}

fn json<T: serde::de::DeserializeOwned>(file: &Path) -> Result<T, String> {
    serde_json::from_str(&read(file)?).map_err(|error| failure(file, &error))
}

fn save(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|error| failure(file, &error))
}

fn failure(file: &Path, error: &dyn std::fmt::Display) -> String {
    format!("{}: {error}", file.display())
}
