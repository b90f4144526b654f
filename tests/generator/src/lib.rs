//! What the tests of the generator share: where things are, and running it on a folder of fixtures.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::string_slice,
    reason = "what tests share fails as loudly as they do"
)]

pub mod cases;
pub mod corpus;
pub mod documentation;
pub mod imports;
pub mod markdown_pieces;
pub mod mutate;
pub mod pair;
pub mod places;
pub mod random;
pub mod self_diff;
pub mod steps;
pub mod tree_mutation;
pub mod twin;
pub mod view_structs;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::command::{Repository, Sdk, read_config};
use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::generate::{Generated, Predecessor, TemplateTree, generate, generate_after};
use generator::{source, templates};
use history::History;

/// The environment variable that makes the golden tests rewrite what they expect. CI never sets it.
pub const UPDATE: &str = "UPDATE_GOLDENS";

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The templates of the repository.
pub fn repository_templates() -> Result<TemplateTree, Diagnostics> {
    Ok(templates::from_folder(&root().join("templates"))?)
}

/// The configuration of an SDK.
pub fn config(sdk: &str) -> Result<Config, Diagnostics> {
    let path = root().join("swagger").join(sdk).join("sdk.toml");
    read_config(&path)
}

/// The configuration of the guest chat SDK.
pub fn guest_config() -> Result<Config, Diagnostics> {
    config("guest-chat")
}

/// A definition with the configuration of the guest chat SDK, generated.
pub fn guest(name: &str, definition: &str) -> Result<Generated, Diagnostics> {
    generate(name, definition, &guest_config()?, &repository_templates()?)
}

/// Where the parts of the guest chat SDK are.
pub fn guest_sdk() -> Sdk {
    repository().sdk("guest-chat")
}

/// The repository with its SDKs.
pub fn repository() -> Repository {
    Repository::at(root())
}

/// The crate of a golden definition; the version after `before.yaml` where there is one.
pub fn golden(folder: &Path, templates: &TemplateTree) -> Result<Generated, Diagnostics> {
    let read = |name: &str| source::read(&folder.join(name).display().to_string());
    let config =
        |name: &str| -> Result<Config, Diagnostics> { Ok(Config::parse(name, &read(name)?.text)?) };
    let (text, new) = (read("definition.yaml")?.text, config("config.toml")?);
    if !folder.join("before.yaml").exists() {
        return generate("definition.yaml", &text, &new, templates);
    }
    let before = read("before.yaml")?.text;
    let old = generate("before.yaml", &before, &config("before.toml")?, templates)?;
    let predecessor = Predecessor { api: &old.api, names: &old.names };
    generate_after("definition.yaml", &text, &new, templates, &predecessor)
}

/// The published histories that the repository holds, by the names of their SDKs.
pub fn histories() -> Vec<(String, History)> {
    let read = |(sdk, folder): (String, PathBuf)| {
        let history = History::read(&folder);
        (sdk, history.unwrap_or_else(|problem| panic!("{problem}")))
    };
    let found: Vec<_> = history::all(&root().join("tests/history")).into_iter().map(read).collect();
    assert!(!found.is_empty(), "there is no history in tests/history");
    found
}

/// The published history of the guest chat SDK.
pub fn guest_history() -> History {
    let found = histories().into_iter().find(|(sdk, _)| sdk == "guest-chat");
    found.map(|(_, history)| history).expect("tests/history/guest-chat is there")
}

/// The same history as it was published, or `None` after saying that it is absent.
pub fn published_guest_history() -> Option<PathBuf> {
    let folder = root().join("../shared/history/guest-chat");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: the history as it was published is not at {}", folder.display());
    None
}

/// The folders directly below a folder, by name.
pub fn folders(parent: &Path) -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .collect()
}

/// All files below a folder: path with `/` → content.
pub fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect(folder, "", &mut found);
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), found);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            found.insert(name, text);
        }
    }
}

/// Whether the golden tests are to rewrite what they expect.
pub fn update() -> bool {
    std::env::var_os(UPDATE).is_some()
}

/// Writes a file and its folder; the error says which.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// Compares a text with what is expected in a file that belongs to no case, or rewrites the file when [`UPDATE`] is
/// set. The error is a unified diff.
pub fn compare(path: &Path, actual: &str) -> Result<(), String> {
    if update() {
        return write(path, actual);
    }
    difference(path, actual).map_err(|text| format!("{text}\n{UPDATE}=1 rewrites the expectation"))
}

/// Compares a text with the one in a file; the error is a unified diff.
pub fn difference(path: &Path, actual: &str) -> Result<(), String> {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    let diff = similar::TextDiff::from_lines(expected.as_str(), actual);
    let header = (path.display().to_string(), "what the generator makes now".to_owned());
    Err(diff.unified_diff().context_radius(3).header(&header.0, &header.1).to_string())
}
