//! Which histories a task goes through, and with which configuration.
//!
//! Without a folder these are all of `tests/history/`, each with the configuration of its SDK. A folder can be a history
//! in one of both forms (see the package `history`); or it holds definitions, which are taken by name; or folders of
//! these, such as `tests/diff`.

use std::fs;
use std::path::{Path, PathBuf};

use generator::config::Config;
use generator::{command, source};
use history::published::read_published;
use history::{Definition, Official};

use crate::root;
use crate::sdks::repository;

/// The arguments that choose histories.
#[derive(clap::Args)]
pub(crate) struct HistoryChoice {
    /// The folder of a history; without it, those of `tests/history/`.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The configuration of the crate; without it, that of the SDK whose name the folder of the history has.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Replay only the history of this SDK.
    #[arg(long, value_name = "NAME", conflicts_with = "folder")]
    sdk: Option<String>,
}

/// A history, and what its crates are made with.
pub(crate) struct History {
    /// The name of its folder.
    pub(crate) name: String,
    pub(crate) versions: Vec<Version>,
    pub(crate) config: Config,
}

/// A version of a history.
pub(crate) struct Version {
    pub(crate) name: String,
    pub(crate) definition: Definition,
    /// What the history records about the step to this version.
    pub(crate) official: Option<Official>,
}

/// The histories that are asked for.
pub(crate) fn load(arguments: &HistoryChoice) -> Result<Vec<History>, String> {
    if let Some(folder) = &arguments.folder {
        return of_folder(&root().join(folder), arguments.config.as_deref());
    }
    repository().choose(arguments.sdk.as_deref())?;
    let mut found = Vec::new();
    for (sdk, folder) in history::all(&root().join("tests/history")) {
        if arguments.sdk.as_ref().is_none_or(|wanted| *wanted == sdk) {
            found.extend(of_folder(&folder, arguments.config.as_deref())?);
        }
    }
    match &arguments.sdk {
        // A new SDK has none yet. Without a name, no history at all would be a proof of nothing.
        Some(sdk) if found.is_empty() => {
            eprintln!("skipped: {sdk} has no history in tests/history");
        }
        None if found.is_empty() => return Err("tests/history holds no history".to_owned()),
        _ => {}
    }
    Ok(found)
}

/// The histories of a folder: its own, or those of its folders.
fn of_folder(folder: &Path, config: Option<&Path>) -> Result<Vec<History>, String> {
    let config = config_of(folder, config)?;
    let own = versions(folder);
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut inner: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    inner.retain(|path| path.is_dir());
    if own.is_ok() || inner.is_empty() {
        return Ok(vec![History { name: name(folder), versions: own?, config }]);
    }
    inner.sort();
    let mut found = Vec::new();
    for folder in &inner {
        let mut versions = versions(folder)?;
        for version in &mut versions {
            version.name = format!("{}/{}", name(folder), version.name);
        }
        found.push(History { name: name(folder), versions, config: config.clone() });
    }
    Ok(found)
}

/// The configuration that was asked for, or that of the SDK which is called like the folder.
fn config_of(folder: &Path, asked: Option<&Path>) -> Result<Config, String> {
    let own = root().join("swagger").join(name(folder)).join("sdk.toml");
    let path = asked.map_or(own, |asked| root().join(asked));
    if asked.is_none() && !path.is_file() {
        return Err(format!("{} is the history of no SDK: it takes --config", folder.display()));
    }
    let config = command::read_config(&path).map_err(|problems| problems.to_string())?;
    Ok(config.without_extensions())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The versions of a history, in order.
fn versions(folder: &Path) -> Result<Vec<Version>, String> {
    let versions: Vec<Version> = if history::is_reduced(folder) {
        with_steps(&history::History::read(folder)?)
    } else if folder.join("steps.json").is_file() {
        with_steps(&read_published(folder)?)
    } else {
        definitions(folder)?
    };
    if versions.len() < 2 {
        return Err(format!("{}: a history has two definitions or more", folder.display()));
    }
    Ok(versions)
}

fn with_steps(history: &history::History) -> Vec<Version> {
    let versions = history.versions.iter().filter_map(|version| {
        let definition = history.definitions.iter().find(|own| own.name == version.definition)?;
        Some(Version {
            name: version.version.clone(),
            definition: definition.clone(),
            official: version.official.clone(),
        })
    });
    versions.collect()
}

/// The definitions of a folder, by name; numbers in names count as numbers, and `old` comes before `new`.
fn definitions(folder: &Path) -> Result<Vec<Version>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| {
        let ending = file.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        matches!(ending.as_str(), "json" | "yaml" | "yml")
    });
    files.sort_by_key(|file| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let numbers: Vec<u64> = name
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|part| part.parse().ok())
            .take(3)
            .collect();
        (numbers, name == "new", name)
    });
    let version = |file: PathBuf| {
        let name = file.display().to_string();
        let text = source::read(&name).map_err(|problems| problems.to_string())?.text;
        Ok(Version {
            name: file.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            definition: Definition { name, text },
            official: None,
        })
    };
    files.into_iter().map(version).collect()
}
