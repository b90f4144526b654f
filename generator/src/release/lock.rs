//! The lock: what the last release was, and everything that it gave out.
//!
//! TOML with sorted keys, so that its diff in a review shows what a release changes. Only `regenerate` and
//! `release` write it; a lock that a person damaged is refused, because everything that follows would be
//! wrong.

use serde::{Deserialize, Serialize};

use super::version::{Asked, Version};
use crate::config::position;
use crate::diagnostic::{Code, Diagnostic};
use crate::inherit::NameLock;
use crate::lock::stated_format;

/// The version of the format: raised when a key changes its meaning.
const FORMAT: u32 = 1;

/// The first lines of the file.
const HEADER: &str = "\
# What the last release of the crate was, and every name and shape that it gave out. The next version keeps
# them: see the folder beside this file, and \"Make a release\" in CONTRIBUTING.md.
# Written by the release; do not edit.

";

/// The whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lock {
    format: u32,
    /// The release.
    pub release: LastRelease,
    /// What is asked of the next one.
    #[serde(default, skip_serializing_if = "Asked::is_empty")]
    pub next: Asked,
    /// What the release calls everything.
    pub names: NameLock,
}

/// A release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LastRelease {
    /// Its version.
    pub version: Version,
    /// Its day, as it was stated.
    pub date: String,
    /// The SHA-256 of the definition that it was made from.
    pub definition: String,
    /// The SHA-256 of the file with its public items.
    pub public_api: String,
}

impl Lock {
    /// The lock of a release.
    pub fn new(release: LastRelease, names: NameLock) -> Self {
        Self { format: FORMAT, release, next: Asked::default(), names }
    }

    /// Reads a lock; `name` is what the file is called in errors.
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostic> {
        let lock: Self = toml::from_str(text).map_err(|error| {
            // A newer format may well have keys that this program does not know.
            if let Some(format) = stated_format(text).filter(|format| *format != FORMAT) {
                return unknown_format(name, format);
            }
            let message = format!("The lock cannot be read: {}.", error.message());
            let problem = damaged(name, message);
            match error.span() {
                Some(span) => problem.in_text(name, text, position(text, span.start)),
                None => problem,
            }
        })?;
        if lock.format == FORMAT { Ok(lock) } else { Err(unknown_format(name, lock.format)) }
    }

    /// The text of the file.
    pub fn to_text(&self) -> String {
        format!("{HEADER}{}", toml::to_string(self).unwrap_or_default())
    }
}

fn unknown_format(name: &str, format: u32) -> Diagnostic {
    let message = format!("The lock has format {format}; this program knows {FORMAT}.");
    damaged(name, message).help("Use the version of this program that wrote it.")
}

/// A file of the last release that is not what the release wrote.
pub(super) fn damaged(file: &str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::DamagedLock, message).in_file(file).help(
        "Restore the file from version control (`git checkout`): only a release writes it. If the last \
         release is lost for good, remove the lock and the folder beside it; the next release is then a first \
         one again.",
    )
}
