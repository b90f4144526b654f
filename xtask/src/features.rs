//! `cargo xtask features`: a generated crate compiles with every set of its features, and its dependencies stay few.
//!
//! Features are added together by whoever uses the crate, so no set may be the one that nobody tried. Each set is
//! linted. A sample is chosen so that any few features are seen in every state in which they can be together.

use std::collections::BTreeSet;
use std::process::{Command, ExitCode};

use generator::command::Sdk;
use generator::view::ALL_TAGS;
use serde_json::Value;

use crate::root;
use crate::sdks::{Which, config};

/// The features that calls need, and the most crates that they may bring, the crate itself included.
const CALLS: (&str, usize) = ("rustls,tracing", 110);

/// Where the manifest of an SDK's tests says how many crates which features may bring:
/// `[package.metadata.most-crates]`.
const BUDGET: &str = "most-crates";

/// The arguments of `cargo xtask features`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Not every set, but as many as it takes to see any N features in each of their states together.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=3))]
    sample: Option<u8>,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    arguments.which.each(|sdk| match config(sdk) {
        Ok(config) => check(sdk, &config.package.name, arguments.sample),
        Err(code) => code,
    })
}

/// Checks one SDK.
fn check(sdk: &Sdk, package: &str, sample: Option<u8>) -> ExitCode {
    match check_all(package, sample) {
        Ok(sets) => {
            eprintln!("{sets} sets of features compile");
            count_all(sdk, package)
        }
        Err(Problem::Set(set)) => {
            eprintln!("{package} does not compile with the features `{set}` alone");
            ExitCode::from(1)
        }
        Err(Problem::Cargo(error)) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

/// Whether the dependencies are few.
fn count_all(sdk: &Sdk, package: &str) -> ExitCode {
    let budgets = match budgets(sdk) {
        Ok(budgets) => budgets,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(3);
        }
    };
    for (features, most) in budgets {
        match count_crates(package, &features) {
            Ok(crates) if crates <= most => {
                eprintln!("`{features}` needs {crates} crates, at most {most}");
            }
            Ok(crates) => {
                eprintln!(
                    "`{features}` needs {crates} crates, more than {most}: `cargo tree -p {package} -e normal`"
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

/// Sets of features and the most crates that each may need: those of the tests of the SDK, or what calls need.
pub(crate) fn budgets(sdk: &Sdk) -> Result<Vec<(String, usize)>, String> {
    let tests = root().join("tests/sdk").join(&sdk.name).join("Cargo.toml");
    let stated = packages()?.into_iter().find_map(|package| {
        let manifest = package.get("manifest_path")?.as_str()?;
        let budget = package.get("metadata")?.get(BUDGET)?.as_object()?.clone();
        (tests == std::path::Path::new(manifest)).then_some(budget)
    });
    let Some(stated) = stated else { return Ok(vec![(CALLS.0.to_owned(), CALLS.1)]) };
    let budget = |(features, most): (String, Value)| {
        let most = most.as_u64().and_then(|most| usize::try_from(most).ok());
        let most =
            most.ok_or_else(|| format!("{}: `{features}` has no number", tests.display()))?;
        Ok((features, most))
    };
    stated.into_iter().map(budget).collect()
}

enum Problem {
    /// With these features the crate does not compile, or not without warnings.
    Set(String),
    /// Cargo could not be asked.
    Cargo(String),
}

/// The number of sets that were tried.
fn check_all(package: &str, sample: Option<u8>) -> Result<usize, Problem> {
    let Features { runtime, tags } = features(package).map_err(Problem::Cargo)?;
    let sets = match sample {
        Some(strength) => covering(&runtime, strength.into()),
        None => subsets(&runtime),
    };
    let sets = with_tags(sets, &tags);
    for (number, set) in sets.iter().enumerate() {
        eprintln!("{} of {}: `{}`", number + 1, sets.len(), set.join(","));
        lint(package, set)?;
    }
    Ok(sets.len())
}

/// The packages of the workspace.
fn packages() -> Result<Vec<Value>, String> {
    let output = cargo(&["metadata", "--format-version", "1", "--no-deps", "--locked"])?;
    let metadata: Value = serde_json::from_str(&output).map_err(|error| error.to_string())?;
    Ok(metadata.get("packages").and_then(Value::as_array).cloned().unwrap_or_default())
}

/// The features that are for users: all but the default set and those that begin with two underscores.
struct Features {
    /// Those that say how calls are made.
    runtime: Vec<String>,
    /// Those of tags, which say what can be called. There may be a hundred.
    tags: Vec<String>,
}

/// The features of a package.
fn features(name: &str) -> Result<Features, String> {
    let packages = packages()?;
    let package = packages
        .iter()
        .filter(|package| package.get("name").and_then(Value::as_str) == Some(name))
        .find_map(|package| package.get("features")?.as_object())
        .ok_or_else(|| format!("there is no package {name}"))?;
    let mut names: Vec<String> = package.keys().cloned().collect();
    names.retain(|name| name != "default" && !name.starts_with("__"));
    names.sort();
    let all = package.get(ALL_TAGS).and_then(Value::as_array);
    let tags: BTreeSet<&str> = all.into_iter().flatten().filter_map(Value::as_str).collect();
    let (tags, mut runtime): (Vec<_>, Vec<_>) =
        names.into_iter().partition(|name| tags.contains(name.as_str()));
    runtime.retain(|name| name != ALL_TAGS);
    Ok(Features { runtime, tags })
}

/// The sets, each with one tag or two: what a tag brings does not depend on the features that say how calls are made, so
/// the sets take turns with the tags, and their number stays what it is without.
fn with_tags<'f>(sets: Vec<Vec<&'f str>>, tags: &'f [String]) -> Vec<Vec<&'f str>> {
    let mut turns = tags.iter().cycle();
    let with = |(number, mut set): (usize, Vec<&'f str>)| {
        set.extend(turns.by_ref().take(1 + number % 2).map(String::as_str));
        set.dedup();
        set
    };
    sets.into_iter().enumerate().map(with).collect()
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

/// Sets of which some show any `strength` features in each of their states: on and off, in all combinations. No
/// feature and all of them come first; of the others each time the one that shows most of what is not shown yet,
/// the smaller where that is a tie.
fn covering(features: &[String], strength: usize) -> Vec<Vec<&str>> {
    let shown = |set: &Vec<&str>| -> BTreeSet<Vec<(usize, bool)>> {
        let states = features.iter().map(|feature| set.contains(&feature.as_str()));
        choices(&states.enumerate().collect::<Vec<_>>(), strength).into_iter().collect()
    };
    let sets: Vec<_> = subsets(features).into_iter().map(|set| (shown(&set), set)).collect();
    let mut chosen = Vec::new();
    let mut seen = BTreeSet::new();
    let mut ends = sets.first().into_iter().chain(sets.last());
    loop {
        let news = |(states, _): &(BTreeSet<_>, _)| states.difference(&seen).count();
        let best = ends.next().or_else(|| sets.iter().rev().max_by_key(|set| news(set)));
        let Some((states, set)) = best.filter(|set| news(set) > 0) else { return chosen };
        seen.extend(states.iter().cloned());
        chosen.push(set.clone());
    }
}

/// Every way to choose `count` of the items, in order.
fn choices<T: Copy>(items: &[T], count: usize) -> Vec<Vec<T>> {
    let mut found: Vec<Vec<T>> = Vec::new();
    match (count, items) {
        (0, _) => found.push(Vec::new()),
        (_, []) => {}
        (_, [first, rest @ ..]) => {
            let with = choices(rest, count - 1).into_iter();
            found.extend(with.map(|chosen| [vec![*first], chosen].concat()));
            found.extend(choices(rest, count));
        }
    }
    found
}

fn lint(package: &str, set: &[&str]) -> Result<(), Problem> {
    let set = set.join(",");
    let status = Command::new("cargo")
        .args(["clippy", "--quiet", "--locked", "--package", package, "--lib"])
        .args(["--no-default-features", "--features", &set])
        .args(["--", "-D", "warnings"])
        .current_dir(root())
        .status()
        .map_err(|error| Problem::Cargo(error.to_string()))?;
    if status.success() { Ok(()) } else { Err(Problem::Set(set)) }
}

/// How many crates are compiled into a program that uses the SDK with these features.
pub(crate) fn count_crates(package: &str, features: &str) -> Result<usize, String> {
    let tree = cargo(&[
        "tree",
        "--locked",
        "--package",
        package,
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{choices, covering, subsets, with_tags};

    #[test]
    fn a_sample_shows_every_state_of_any_few_features() {
        let features: Vec<String> = ["a", "b", "c", "d", "e", "f"].map(str::to_owned).into();
        for strength in 1..=3 {
            let sets = covering(&features, strength);
            assert!(sets.contains(&Vec::new()) && sets.iter().any(|set| set.len() == 6));
            assert!(sets.len() < subsets(&features).len(), "{strength}: {}", sets.len());
            let names: Vec<&str> = features.iter().map(String::as_str).collect();
            for few in choices(&names, strength) {
                let states =
                    |set: &Vec<&str>| few.iter().map(|name| set.contains(name)).collect::<Vec<_>>();
                let seen: BTreeSet<Vec<bool>> = sets.iter().map(states).collect();
                assert_eq!(seen.len(), 1 << strength, "{few:?} in {sets:?}");
            }
        }
    }

    #[test]
    fn sets_take_turns_with_tags() {
        let tags: Vec<String> = ["x", "y", "z"].map(str::to_owned).into();
        let sets = with_tags(vec![vec![], vec!["a"], vec!["b"]], &tags);
        assert_eq!(sets, [vec!["x"], vec!["a", "y", "z"], vec!["b", "x"]]);
        assert_eq!(with_tags(vec![vec!["a"]], &[]), [vec!["a"]]);
    }
}
