//! `cargo xtask msrv`: no dependency of a generated crate asks for a newer Rust than the crate states.
//!
//! The toolchain of that version checks more, but is not on every machine; the lint `incompatible_msrv` sees
//! what the crate itself uses.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, ExitCode};

use serde_json::Value;

use crate::root;
use crate::sdks::{Which, config};

/// Runs the task.
pub(crate) fn run(which: &Which) -> ExitCode {
    which.each(|sdk| config(sdk).map_or_else(|code| code, |config| check(&config.package.name)))
}

/// Whether the dependencies of a crate are old enough.
fn check(package: &str) -> ExitCode {
    match newer_dependencies(package) {
        Ok((stated, count, newer)) if newer.is_empty() => {
            eprintln!("{count} dependencies of {package} work with Rust {stated}");
            ExitCode::SUCCESS
        }
        Ok((stated, _, newer)) => {
            eprintln!("{package} states Rust {stated}, but these need a newer one:");
            for line in newer {
                eprintln!("  {line}");
            }
            eprintln!(
                "lower them with `cargo update --precise`, or raise `rust-version` in Cargo.toml.tera"
            );
            ExitCode::from(1)
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

/// The stated version, the number of dependencies, and those that need a newer one.
fn newer_dependencies(name: &str) -> Result<(String, usize, Vec<String>), String> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .map_err(|error| error.to_string())?;
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned())?;
    let packages: BTreeMap<&str, &Value> = list(&metadata, "packages")
        .filter_map(|package| Some((package.get("id")?.as_str()?, package)))
        .collect();
    let root = packages
        .iter()
        .find(|(_, package)| text(package, "name") == Some(name))
        .ok_or_else(|| format!("there is no package {name}"))?;
    let stated = text(root.1, "rust_version").ok_or_else(|| format!("{name} states no version"))?;
    let reached = reached(metadata.get("resolve").unwrap_or(&Value::Null), root.0);
    let newer = reached.iter().filter_map(|id| packages.get(id.as_str())).filter_map(|package| {
        let needed = text(package, "rust_version")?;
        (numbers(needed) > numbers(stated))
            .then(|| format!("{} needs {needed}", text(package, "name").unwrap_or_default()))
    });
    Ok((stated.to_owned(), reached.len(), newer.collect()))
}

/// The packages that a package needs to be built and run, itself included; not for its tests.
fn reached(resolve: &Value, root: &str) -> BTreeSet<String> {
    let nodes: BTreeMap<&str, &Value> =
        list(resolve, "nodes").filter_map(|node| Some((node.get("id")?.as_str()?, node))).collect();
    let mut found = BTreeSet::new();
    let mut open = vec![root.to_owned()];
    while let Some(id) = open.pop() {
        if !found.insert(id.clone()) {
            continue;
        }
        for dependency in nodes.get(id.as_str()).into_iter().flat_map(|node| list(node, "deps")) {
            let needed =
                list(dependency, "dep_kinds").any(|kind| text(kind, "kind") != Some("dev"));
            open.extend(text(dependency, "pkg").filter(|_| needed).map(str::to_owned));
        }
    }
    found
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

fn numbers(version: &str) -> Vec<u64> {
    let mut numbers: Vec<u64> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    numbers.resize(3, 0);
    numbers
}
