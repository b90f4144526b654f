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

use syn::parse::Parser as _;

pub(super) use self::manifest::Manifest;
use self::raw::RawItem;
use crate::parallel;
use crate::render::FileSet;

/// The items of every source file by its path, or why it could not be parsed.
pub(super) type Sources = BTreeMap<String, Result<Vec<RawItem>, String>>;

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
    let open = files.iter().filter(|(path, _)| is_source(path)).collect();
    let parsed = parallel::map(
        open,
        |(_, file)| file.text.len(),
        |(path, file)| (path.clone(), parse(&file.text)),
    );
    parsed.into_iter().collect()
}

fn parse(text: &str) -> Result<Vec<RawItem>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let stripped = strip::strip(text);
    let text = stripped.as_deref().unwrap_or(text);
    items::items.parse_str(text).map_err(|error| error.to_string())
}
