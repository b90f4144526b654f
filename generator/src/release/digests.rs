//! The digests of the files of a crate, in the format of `sha256sum`.
//!
//! They tell whether the code changed where neither the definition nor the public items did. They are those
//! of a crate with the version 0.0.0, because the version itself is no change.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::render::FileSet;

/// Path → SHA-256 of the content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digests(pub BTreeMap<String, String>);

impl Digests {
    /// The digests of all files.
    pub fn of(files: &FileSet) -> Self {
        Self(files.iter().map(|(path, file)| (path.clone(), digest(&file.text))).collect())
    }

    /// Reads them back; the error is the first line that is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines = text.lines().filter(|line| !line.is_empty());
        let entries = lines.map(|line| match line.split_once("  ") {
            Some((digest, path)) if is_digest(digest) => Ok((path.to_owned(), digest.to_owned())),
            _ => Err(line.chars().take(80).collect()),
        });
        entries.collect::<Result<_, String>>().map(Self)
    }

    /// One line per file, sorted by path.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for (path, digest) in &self.0 {
            let _ = writeln!(text, "{digest}  {path}");
        }
        text
    }

    /// The paths of the files that differ, or are in one of the two only.
    pub fn differences<'d>(&'d self, other: &'d Self) -> Vec<&'d str> {
        let paths = self.0.keys().chain(other.0.keys());
        let mut different: Vec<&str> = paths
            .filter(|path| self.0.get(*path) != other.0.get(*path))
            .map(String::as_str)
            .collect();
        different.sort_unstable();
        different.dedup();
        different
    }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.chars().all(|c| c.is_ascii_hexdigit())
}

/// The SHA-256 of a text, in hexadecimal digits.
pub(super) fn digest(text: &str) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}
