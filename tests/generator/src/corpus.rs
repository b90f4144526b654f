//! The definitions at hand: those of the repository, the published history of each SDK reduced to its facts, and others
//! that were published, where they stand beside the repository.

use std::fs;
use std::path::{Path, PathBuf};

use history::{Definition, History};

use crate::pair::Pair;
use crate::{folders, histories, repository, root};

/// Every definition that was written for the repository: those of the SDKs, the goldens, both sides of every pair.
pub fn own() -> Vec<Definition> {
    let mut found: Vec<PathBuf> =
        repository().sdks().into_iter().map(|sdk| sdk.definition).collect();
    for folder in folders(&root().join("tests/generator/golden")).into_values() {
        found.push(folder.join("definition.yaml"));
    }
    for pair in Pair::all() {
        found.extend(definitions(&pair.folder));
    }
    found.iter().filter_map(|path| read(path)).collect()
}

/// Every definition of the histories that the repository holds.
pub fn of_histories() -> Vec<Definition> {
    histories().into_iter().flat_map(|(_, history)| history.definitions).collect()
}

/// Other published definitions of at most so many bytes, or nothing after saying that they are absent.
pub fn published(largest: u64) -> Vec<Definition> {
    let shared = root().join("../shared");
    if !shared.is_dir() {
        eprintln!("skipped: other published definitions are not at {}", shared.display());
        return Vec::new();
    }
    let mut found = Vec::new();
    for folder in ["pairs", "specs"] {
        found.extend(definitions(&shared.join(folder)));
        for inner in folders(&shared.join(folder)).into_values() {
            found.extend(definitions(&inner));
        }
    }
    found.retain(|path| size(path) <= largest);
    found.iter().filter_map(|path| read(path)).collect()
}

/// Pairs of successive published definitions of at most so many bytes: those of the histories, and others that are at
/// hand.
pub fn successive(largest: u64) -> Vec<[Definition; 2]> {
    let mut found = Vec::new();
    for (_, History { definitions, .. }) in histories() {
        let following = definitions.iter().skip(1);
        found
            .extend(definitions.iter().zip(following).map(|(old, new)| [old.clone(), new.clone()]));
    }
    let pairs = root().join("../shared/pairs");
    let listed = fs::read_to_string(pairs.join("pairs.tsv")).unwrap_or_default();
    for line in listed.lines() {
        let files = line.split('\t').map(|field| pairs.join(field));
        let files = files.filter(|path| path.is_file() && size(path) <= largest);
        let both: Vec<Definition> = files.filter_map(|path| read(&path)).collect();
        found.extend(<[Definition; 2]>::try_from(both));
    }
    found
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(u64::MAX, |metadata| metadata.len())
}

/// A definition, named by where it stands, as seen from the root of the repository.
fn read(path: &Path) -> Option<Definition> {
    let text = fs::read_to_string(path).ok()?;
    let name = path.strip_prefix(root()).unwrap_or(path);
    Some(Definition { name: name.display().to_string(), text })
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
