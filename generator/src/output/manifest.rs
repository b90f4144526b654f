//! The manifest: which files of the folder are the generator's, and what it wrote into them.
//!
//! It lies in the folder, where anyone can write it, and it decides what is deleted. So an entry must be a path
//! that the generator could have written: below the folder, and in none that a version control system keeps.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::place;
use crate::diagnostic::{Code, Diagnostic};
use crate::render::{FileSet, path_problem};

/// The name of the manifest.
pub const MANIFEST: &str = ".generated";

/// The files that the generator owns, with the digests of what it wrote.
#[derive(Default)]
pub struct Manifest {
    /// Path below the folder, with `/` → SHA-256 of the content, hexadecimal.
    pub digests: BTreeMap<String, String>,
}

impl Manifest {
    const HEADER: &str =
        "# Files written by the generator, with their SHA-256 digests. Do not edit.";

    /// The manifest of a folder; `None` when there is none.
    pub fn read(folder: &Path) -> Result<Option<Self>, Diagnostic> {
        let Some(path) = place::find(folder, MANIFEST)? else { return Ok(None) };
        let bytes = place::read(&path)?;
        let text = String::from_utf8_lossy(&bytes);
        let mut digests = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            match line.split_once("  ").filter(|(digest, path)| is_entry(digest, path)) {
                Some((digest, path)) => digests.insert(path.to_owned(), digest.to_owned()),
                None => return Err(broken(&path, line)),
            };
        }
        Ok(Some(Self { digests }))
    }

    /// The manifest of these files.
    pub fn of(files: &FileSet) -> Self {
        let digests = files.iter().map(|(path, file)| (path.clone(), digest(file.text.as_bytes())));
        Self { digests: digests.collect() }
    }

    /// What is written into it.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n", Self::HEADER);
        for (path, digest) in &self.digests {
            let _ = writeln!(text, "{digest}  {path}");
        }
        text
    }
}

fn is_entry(digest: &str, path: &str) -> bool {
    let is_digest = digest.len() == 64 && digest.chars().all(|c| c.is_ascii_hexdigit());
    is_digest && path_problem(path).is_none()
}

fn broken(path: &Path, line: &str) -> Diagnostic {
    let shown: String = line.chars().take(80).collect();
    let path = path.display().to_string();
    Diagnostic::new(Code::EditedByHand, format!("`{path}` is not a manifest: `{shown}`."))
        .in_file(&path)
        .help("Restore it (`git checkout`), or delete it and the files that were generated.")
}

/// The SHA-256 of a content, hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or_default();
    Sha256::digest(bytes)
        .into_iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::is_entry;

    #[test]
    fn an_entry_is_a_path_that_could_have_been_written() {
        let digest = "0".repeat(64);
        for path in ["src/lib.rs", ".cargo/config.toml", "a.git/b", "src/é.rs"] {
            assert!(is_entry(&digest, path), "{path}");
        }
        let outside = ["", "/etc/passwd", "../x", "a/../../x", "a/./b", "a//b", "c:/x", "a\\..\\x"];
        let kept = [".git/config", "a/.GIT/x", ".git./config", ".git /x", "GIT~1/config"];
        let hidden = [".g\u{200c}it/config", ".hg/hgrc", ".svn/x", ".jj/x", "a\u{7f}b"];
        for path in outside.iter().chain(&kept).chain(&hidden) {
            assert!(!is_entry(&digest, path), "{path}");
        }
        assert!(!is_entry("0", "src/lib.rs"));
    }
}
