//! Everything that was published: the lines of the history in their order, its notes and its versions. `steps.rs` checks the
//! verdict and the lines of each step without what is published.

use std::fs;
use std::path::{Path, PathBuf};

use ::history::published::read_published;
use generator::bump::Bump;
use generator::legacy::{Edition, NotesHeader, Version, compare, compare_by, notes};
use generator::source;
use generator_tests::steps::{Step, steps};
use generator_tests::{guest_history, published_guest_history};
use serde_json::Value;

use crate::shared;

fn read(path: &Path) -> Value {
    parse(&path.display().to_string(), &fs::read_to_string(path).unwrap())
}

fn parse(name: &str, text: &str) -> Value {
    source::parse(name, text).unwrap().value().clone()
}

/// The header of published notes: what stands before the first section.
fn header(notes: &str) -> NotesHeader {
    let (above, _) = notes.split_once("\n# Major Changes (").unwrap();
    let (version, rest) = above.split_once("\n\n").unwrap();
    let version = version.strip_prefix("Platform API version: ").unwrap();
    let extra = rest.strip_prefix('\n').map(|rest| rest.strip_suffix('\n').unwrap_or(rest));
    NotesHeader { api_version: Some(version.to_owned()), extra: extra.map(str::to_owned) }
}

#[test]
fn every_step_gives_the_published_texts_in_their_order_and_the_notes() {
    let Some(folder) = published_guest_history() else { return };
    let history = read_published(&folder).unwrap();
    let steps = steps(&history).unwrap();
    assert_eq!(steps.len(), 73);
    for step in steps {
        step.gives_what_was_published().unwrap();
        let published = folder.join("notes").join(format!("{}.md", step.to));
        let published = fs::read_to_string(published).unwrap();
        assert_eq!(notes(&step.changes(), &header(&published)), published, "{}", step.to);
    }
}

#[test]
fn every_published_version_follows_from_the_one_before() {
    let mut forced = Vec::new();
    for step in steps(&guest_history()).unwrap() {
        let Step { from, to, .. } = &step;
        let verdict = step.changes().verdict();
        let version: Version = from.parse().unwrap();
        let reaches = |bump: &Bump| version.next(*bump).to_string() == *to;
        let bump = Bump::ALL.into_iter().find(reaches);
        let bump = bump.unwrap_or_else(|| panic!("{to} after {version}"));
        assert!(bump >= verdict, "{to} after {version}: {verdict}");
        if bump > verdict {
            forced.push(to.to_owned());
        }
    }
    assert!(!forced.is_empty() && forced.len() < 73, "{forced:?}");
}

/// Every definition below a folder.
fn definitions(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            definitions(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "json" || ending == "yaml") {
            found.push(path);
        }
    }
}

#[test]
fn a_definition_does_not_differ_from_itself() {
    for definition in guest_history().definitions {
        let value = parse(&definition.name, &definition.text);
        assert!(compare(&value, &value.clone()).is_empty(), "{}", definition.name);
    }
    let mut paths = Vec::new();
    for folder in ["pairs", "specs"] {
        let Some(folder) = shared(folder) else { return };
        definitions(&folder, &mut paths);
    }
    for path in &paths {
        let definition = read(path);
        let copy = definition.clone();
        assert!(compare(&definition, &copy).is_empty(), "{}", path.display());
    }
    assert!(paths.len() > 150, "only {} definitions", paths.len());
}

#[test]
fn web_messaging_releases_give_the_published_counts() {
    let Some(folder) = shared("pairs") else { return };
    let table = fs::read_to_string(folder.join("pairs.tsv")).unwrap();
    let mut rows = table.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let names = rows.next().unwrap();
    let column = |name: &str| names.iter().position(|own| *own == name).unwrap();
    let mut pairs = 0;
    for row in rows.filter(|row| row[column("set")] == "gc-webmessaging") {
        let old = read(&folder.join(row[column("old_file")]));
        let new = read(&folder.join(row[column("new_file")]));
        let is_early = row[column("new_date")] < "2022-07-04";
        let edition = if is_early { Edition::Before2022July } else { Edition::Current };
        let counts = compare_by(edition, &old, &new).counts();
        let counts = format!("{}/{}/{}", counts.major, counts.minor, counts.point);
        assert_eq!(counts, row[column("truth_counts")], "{}", row[column("new_label")]);
        pairs += 1;
    }
    assert_eq!(pairs, 12);
}
