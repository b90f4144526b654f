//! The source of a crate, parsed: every file into its items, on all processors, and the manifest.
//!
//! In: the files. Out: items with names as they are written. Nothing is resolved here.
//!
//! No file is read twice: the items of what `format` has lexed are taken from its tokens, and those of the files
//! of the runtime were found when the generator was built (`build.rs`, which compiles `file` and what that needs).

mod attributes;
mod expand;
mod file;
mod items;
mod macros;
mod manifest;
mod members;
pub(super) mod raw;
mod skip;
mod strip;
mod types;

use std::collections::BTreeMap;
use std::path::Path;

use syn::parse::ParseStream;

pub(super) use self::manifest::Manifest;
use self::raw::RawItem;
use crate::embedded;
use crate::parallel;
use crate::render::FileSet;

/// The items of every source file by its path, or why it could not be parsed.
pub(super) type Sources = BTreeMap<String, Result<Vec<RawItem>, String>>;

/// The items of a file before any name in them is resolved.
#[derive(Debug)]
pub struct SourceItems(Result<Vec<RawItem>, String>);

/// How much sooner the items of a file of the runtime are there than those of a text that must be parsed.
const KNOWN: usize = 8;

/// The folder of the modules of a crate.
const SOURCES: &str = "src/";

impl SourceItems {
    /// Reads the tokens of a whole file; `None` where it is none of the modules of the crate, such as a test.
    pub fn of_file(path: &str, tokens: ParseStream<'_>) -> Option<Self> {
        path.starts_with(SOURCES).then(|| Self(file::of_tokens(tokens)))
    }
}

/// Parses every Rust file below `src/`, and the root module where it is elsewhere, and expands the macros
/// of the crate that stand for items. What is in `read` already is not parsed again.
pub(super) fn sources(
    files: &FileSet,
    root: &str,
    mut read: BTreeMap<String, SourceItems>,
) -> Sources {
    let is_rust = |path: &str| Path::new(path).extension().is_some_and(|ending| ending == "rs");
    let is_source = |path: &str| path == root || (path.starts_with(SOURCES) && is_rust(path));
    let open = files.iter().filter(|(path, _)| is_source(path));
    let open = open.map(|(path, file)| (path, &*file.text, read.remove(path))).collect();
    let parsed = parallel::map(
        open,
        |(_, text, read)| if read.is_some() { 0 } else { text.len() / KNOWN },
        |(path, text, read)| {
            let items = match read {
                Some(SourceItems(items)) => items,
                None => parse(path, text),
            };
            (path.clone(), items)
        },
    );
    let mut sources = parsed.into_iter().collect();
    expand::expand(&mut sources);
    sources
}

fn parse(path: &str, text: &str) -> Result<Vec<RawItem>, String> {
    let known = embedded::find(path, text).and_then(|file| file::of_data(file.items?));
    known.map_or_else(|| file::of_text(text), Ok)
}

#[cfg(test)]
mod tests {
    use super::file;
    use crate::embedded::FILES;

    #[test]
    fn what_the_build_found_is_what_parsing_finds() {
        let mut items = 0;
        for file in FILES {
            let Some(known) = file.items else { continue };
            let known = file::of_data(known).unwrap();
            items += known.len();
            assert_eq!(file::of_text(file.text), Ok(known), "{}", file.path);
        }
        assert!(items > 500, "only {items} items");
    }
}
