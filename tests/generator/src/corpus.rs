//! The definitions at hand: those of the repository, and the published ones beside it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::pair::Pair;
use crate::{folders, root};

/// Every definition inside the repository: the SDK's own, the goldens, both sides of every pair.
pub fn own() -> Vec<PathBuf> {
    let mut found = vec![root().join("swagger/guest-chat/definition.json")];
    for folder in folders(&root().join("tests/generator/golden")).into_values() {
        found.push(folder.join("definition.yaml"));
    }
    for pair in Pair::all() {
        found.extend(definitions(&pair.folder));
    }
    found
}

/// Every published definition of at most so many bytes, or nothing after saying that they are absent.
pub fn published(largest: u64) -> Vec<PathBuf> {
    let shared = root().join("../shared");
    if !shared.is_dir() {
        eprintln!("skipped: the published definitions are not at {}", shared.display());
        return Vec::new();
    }
    let mut found = definitions(&shared.join("history/guest-chat/swagger"));
    for folder in ["pairs", "specs"] {
        found.extend(definitions(&shared.join(folder)));
        for inner in folders(&shared.join(folder)).into_values() {
            found.extend(definitions(&inner));
        }
    }
    let size = |path: &PathBuf| fs::metadata(path).map_or(0, |metadata| metadata.len());
    found.retain(|path| size(path) <= largest);
    found
}

/// Pairs of successive published definitions of at most so many bytes.
pub fn successive(largest: u64) -> Vec<[PathBuf; 2]> {
    let shared = root().join("../shared");
    let mut found = Vec::new();
    let history = definitions(&shared.join("history/guest-chat/swagger"));
    let following = history.iter().skip(1);
    found.extend(history.iter().zip(following).map(|(old, new)| [old.clone(), new.clone()]));
    let listed = fs::read_to_string(shared.join("pairs/pairs.tsv")).unwrap_or_default();
    for line in listed.lines() {
        let paths: Vec<PathBuf> = line
            .split('\t')
            .map(|field| shared.join("pairs").join(field))
            .filter(|path| path.is_file())
            .collect();
        found.extend(<[PathBuf; 2]>::try_from(paths));
    }
    let size = |path: &PathBuf| fs::metadata(path).map_or(0, |metadata| metadata.len());
    found.retain(|two| two.iter().all(|path| size(path) <= largest));
    found
}

/// The definitions directly in a folder, by name.
fn definitions(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ["json", "yaml", "yml"].iter().any(|e| ending == *e))
        })
        .collect();
    found.sort();
    found
}
