//! The source of a crate, parsed: every file into its items, on all processors, and the manifest.
//!
//! In: the files. Out: items with names as they are written. Nothing is resolved here.

mod attributes;
mod expand;
mod items;
mod manifest;
mod members;
pub(super) mod raw;
mod strip;
mod types;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use syn::parse::Parser as _;

pub(super) use self::manifest::Manifest;
use self::raw::RawItem;
use crate::render::FileSet;

/// The items of every source file by its path, or why it could not be parsed.
pub(super) type Sources = BTreeMap<String, Result<Vec<RawItem>, String>>;

/// With fewer files than this, starting threads costs more than it saves.
const FEW_FILES: usize = 8;

/// Parses every Rust file below `src/`, and the root module where it is elsewhere, and expands the macros
/// of the crate that stand for items.
pub(super) fn sources(files: &FileSet, root: &str) -> Sources {
    let mut sources = parsed(files, root);
    expand::expand(&mut sources);
    sources
}

fn parsed(files: &FileSet, root: &str) -> Sources {
    let is_rust = |path: &str| Path::new(path).extension().is_some_and(|ending| ending == "rs");
    let is_source = |path: &str| path == root || (path.starts_with("src/") && is_rust(path));
    let mut open: Vec<(&String, &str)> = files
        .iter()
        .filter(|(path, _)| is_source(path))
        .map(|(path, file)| (path, file.text.as_str()))
        .collect();
    if open.len() < FEW_FILES {
        return open.into_iter().map(|(path, text)| (path.clone(), parse(text))).collect();
    }
    // The largest first, so that no processor is left with it at the end.
    open.sort_by_key(|(_, text)| std::cmp::Reverse(text.len()));
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let queue = Mutex::new(open.into_iter());
    let work = || {
        let mut parsed = Sources::new();
        while let Some((path, text)) = queue.lock().ok().and_then(|mut queue| queue.next()) {
            parsed.insert(path.clone(), parse(text));
        }
        parsed
    };
    let mut all = Sources::new();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        // What a worker that failed has not parsed is missing, and reported as a missing file.
        workers.into_iter().filter_map(|worker| worker.join().ok()).for_each(|mut parsed| {
            all.append(&mut parsed);
        });
    });
    all
}

fn parse(text: &str) -> Result<Vec<RawItem>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let stripped = strip::strip(text);
    let text = stripped.as_deref().unwrap_or(text);
    items::items.parse_str(text).map_err(|error| error.to_string())
}
