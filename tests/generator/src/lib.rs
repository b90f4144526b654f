//! What the tests of the generator share: where things are, and running it on a folder of fixtures.

pub mod corpus;
pub mod imports;
pub mod mutate;
pub mod pair;
pub mod places;
pub mod random;
pub mod twin;
pub mod view_structs;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::command::Sdk;
use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::generate::{Generated, Predecessor, TemplateTree, generate, generate_after};
use generator::{source, templates};

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

/// The definition and configuration of the guest chat SDK, generated.
pub fn guest(definition: &Path) -> Result<Generated, Diagnostics> {
    let config = source::read(&root().join("swagger/guest-chat/sdk.toml").display().to_string())?;
    let config = Config::parse("swagger/guest-chat/sdk.toml", &config.text)?;
    let definition = source::read(&definition.display().to_string())?;
    generate(&definition.name, &definition.text, &config, &repository_templates()?)
}

/// Where the parts of the guest chat SDK are.
pub fn guest_sdk() -> Sdk {
    let swagger = root().join("swagger/guest-chat");
    Sdk {
        definition: swagger.join("definition.json"),
        config: swagger.join("sdk.toml"),
        lock: swagger.join("sdk.lock"),
        released: swagger.join("released"),
        out: root().join("generated/guest-chat"),
        templates: Some(root().join("templates")),
    }
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

/// Where the published history is, or `None` after saying that it is absent.
pub fn history() -> Option<PathBuf> {
    let folder = root().join("../shared/history/guest-chat");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: the published history is not at {}", folder.display());
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

/// Compares a text with the one in a file, or rewrites the file when [`UPDATE`] is set. The error is a
/// unified diff.
pub fn compare(path: &Path, actual: &str) -> Result<(), String> {
    if std::env::var_os(UPDATE).is_some() {
        let folder = path.parent().unwrap_or(path);
        return fs::create_dir_all(folder)
            .and_then(|()| fs::write(path, actual))
            .map_err(|error| format!("{}: {error}", path.display()));
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    let diff = similar::TextDiff::from_lines(expected.as_str(), actual);
    let header = (path.display().to_string(), "what the generator makes now".to_owned());
    let text = diff.unified_diff().context_radius(3).header(&header.0, &header.1).to_string();
    Err(format!("{text}\n{UPDATE}=1 rewrites the expectation"))
}
