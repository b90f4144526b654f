//! `cargo xtask features`: the generated crate compiles with every set of its features, and its dependencies stay few.
//!
//! Features are added together by whoever uses the crate, so no set may be the one that nobody tried. Each set is
//! checked; no feature, each feature alone and all together are linted too.

use std::collections::BTreeSet;
use std::process::{Command, ExitCode};

use serde_json::Value;

use crate::root;

const CRATE: &str = "purecloud-guest-chat-client";

/// The most crates that REST calls may need, the crate itself included.
pub(crate) const MOST_CRATES: usize = 110;

/// The most with the event stream.
pub(crate) const MOST_WITH_EVENTS: usize = 125;

/// The features that REST calls need.
pub(crate) const REST: &str = "rustls,tracing";

/// The features that an event stream needs too.
pub(crate) const WITH_EVENTS: &str = "rustls,tracing,events";

/// The arguments of `cargo xtask features`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Of the sets that are only checked, take this many, spread evenly.
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match check_all(arguments.sample) {
        Ok(sets) => {
            eprintln!("{sets} sets of features compile");
            count_all()
        }
        Err(Problem::Set(set)) => {
            eprintln!("{CRATE} does not compile with the features `{set}` alone");
            ExitCode::from(1)
        }
        Err(Problem::Cargo(error)) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

/// Whether the dependencies are few.
fn count_all() -> ExitCode {
    for (features, most) in [(REST, MOST_CRATES), (WITH_EVENTS, MOST_WITH_EVENTS)] {
        match count_crates(features) {
            Ok(crates) if crates <= most => {
                eprintln!("`{features}` needs {crates} crates, at most {most}");
            }
            Ok(crates) => {
                eprintln!(
                    "`{features}` needs {crates} crates, more than {most}: `cargo tree -p {CRATE} -e normal`"
                );
                return ExitCode::from(1);
            }
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::from(3);
            }
        }
    }
    ExitCode::SUCCESS
}

enum Problem {
    /// With these features the crate does not compile, or not without warnings.
    Set(String),
    /// Cargo could not be asked.
    Cargo(String),
}

/// The number of sets that were tried.
fn check_all(sample: Option<usize>) -> Result<usize, Problem> {
    let features = features().map_err(Problem::Cargo)?;
    let (linted, checked): (Vec<_>, Vec<_>) = subsets(&features)
        .into_iter()
        .partition(|set| set.len() <= 1 || set.len() == features.len());
    let checked = spread(checked, sample);
    for set in &linted {
        compile("clippy", set, &["--", "-D", "warnings"])?;
    }
    for set in &checked {
        compile("check", set, &[])?;
    }
    Ok(linted.len() + checked.len())
}

/// The features that are for users: all but the default set and those that begin with two underscores.
fn features() -> Result<Vec<String>, String> {
    let output = cargo(&["metadata", "--format-version", "1", "--no-deps", "--locked"])?;
    let metadata: Value = serde_json::from_str(&output).map_err(|error| error.to_string())?;
    let packages = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    let package = packages
        .filter(|package| package.get("name").and_then(Value::as_str) == Some(CRATE))
        .find_map(|package| package.get("features")?.as_object())
        .ok_or_else(|| format!("there is no package {CRATE}"))?;
    let mut names: Vec<String> = package.keys().cloned().collect();
    names.retain(|name| name != "default" && !name.starts_with("__"));
    names.sort();
    Ok(names)
}

/// All sets, the small ones first.
fn subsets(features: &[String]) -> Vec<Vec<&str>> {
    let mut sets = vec![Vec::new()];
    for feature in features {
        let with: Vec<Vec<&str>> = sets
            .iter()
            .map(|set| set.iter().copied().chain([feature.as_str()]).collect())
            .collect();
        sets.extend(with);
    }
    sets.sort_by_key(Vec::len);
    sets
}

/// As many of the sets as are wanted, from the whole range.
fn spread(sets: Vec<Vec<&str>>, wanted: Option<usize>) -> Vec<Vec<&str>> {
    let count = sets.len();
    let wanted = wanted.unwrap_or(count).min(count);
    let chosen: BTreeSet<usize> = (0..wanted).map(|number| number * count / wanted).collect();
    let is_chosen = |(index, set)| chosen.contains(&index).then_some(set);
    sets.into_iter().enumerate().filter_map(is_chosen).collect()
}

fn compile(command: &str, set: &[&str], more: &[&str]) -> Result<(), Problem> {
    let set = set.join(",");
    eprintln!("{command} with `{set}`");
    let status = Command::new("cargo")
        .args([command, "--quiet", "--locked", "--package", CRATE, "--lib"])
        .args(["--no-default-features", "--features", &set])
        .args(more)
        .current_dir(root())
        .status()
        .map_err(|error| Problem::Cargo(error.to_string()))?;
    if status.success() { Ok(()) } else { Err(Problem::Set(set)) }
}

/// How many crates are compiled into a program that uses the SDK with these features.
pub(crate) fn count_crates(features: &str) -> Result<usize, String> {
    let tree = cargo(&[
        "tree",
        "--locked",
        "--package",
        CRATE,
        "--no-default-features",
        "--features",
        features,
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ])?;
    let crates: BTreeSet<&str> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.is_empty())
        .collect();
    Ok(crates.len())
}

fn cargo(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("cargo")
        .args(arguments)
        .current_dir(root())
        .output()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}
