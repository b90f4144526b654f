//! The tables of `FAULTS.md` and the tests agree: what a table names is a test, and what is named after a number is in
//! a table.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The functions below a folder that are marked as tests and named after a fault or a rule.
fn numbered_tests(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            numbered_tests(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let named = text.lines().filter_map(|line| {
            let name = line.trim_start().trim_start_matches("async ").strip_prefix("fn ")?;
            let name = name.split_once('(')?.0;
            (name.starts_with("fault_") || name.starts_with("rule_s")).then(|| name.to_owned())
        });
        found.extend(named);
    }
}

/// The first and the last column of the tables.
fn rows() -> Vec<(String, String)> {
    let table = fs::read_to_string(folder().join("FAULTS.md")).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let name = cells.last()?.strip_prefix('`')?.strip_suffix('`')?;
        Some(((*cells.first()?).to_owned(), name.to_owned()))
    };
    table.lines().filter_map(row).collect()
}

#[test]
fn the_tables_name_the_tests() {
    let mut tests = BTreeSet::new();
    numbered_tests(&folder().join("tests"), &mut tests);
    let (named, others): (BTreeSet<String>, BTreeSet<String>) = rows()
        .into_iter()
        .map(|(_, name)| name)
        .partition(|name| name.chars().all(|sign| sign.is_alphanumeric() || sign == '_'));
    let root = folder().join("../../..");
    let run = [root.join(".ci/run"), folder().join("ci.sh")]
        .map(|script| fs::read_to_string(script).unwrap())
        .concat();
    for other in others {
        let is_step = run.lines().any(|line| line.trim() == other);
        assert!(is_step || root.join(&other).is_file(), "{other} is neither a step nor a file");
    }
    let missing: Vec<_> = named.difference(&tests).collect();
    assert!(missing.is_empty(), "FAULTS.md names tests that are not there: {missing:?}");
    let unlisted: Vec<_> = tests.difference(&named).collect();
    assert!(unlisted.is_empty(), "tests that FAULTS.md does not name: {unlisted:?}");
}

#[test]
fn every_number_has_a_row() {
    let numbers: BTreeSet<String> = rows().into_iter().map(|(number, _)| number).collect();
    let faults = (1..=60).map(|fault| fault.to_string());
    for number in faults.chain((1..=18).map(|rule| format!("S{rule}"))) {
        assert!(numbers.contains(&number), "{number} has no row");
    }
}
