//! Everything that was published: each step of the history gives its verdict, its lines and its notes.

use std::fs;
use std::path::{Path, PathBuf};

use generator::bump::Bump;
use generator::legacy::{Edition, NotesHeader, Version, compare, compare_by, notes};
use generator::source;
use generator_tests::history;
use serde_json::{Value, json};

use crate::shared;

/// A release and the definition it was made from.
struct Release {
    version: String,
    definition: Value,
    notes: String,
    /// What the official differ said; `None` for the first release.
    legacy: Option<Value>,
}

fn releases(folder: &Path) -> Vec<Release> {
    let steps: Value = read(&folder.join("steps.json"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let steps = steps.as_array().unwrap().iter();
    steps
        .map(|step| Release {
            version: text(&step["version"]),
            definition: read(&folder.join(text(&step["swagger"]))),
            notes: fs::read_to_string(folder.join(text(&step["notes"]))).unwrap(),
            legacy: Some(step["legacy"].clone()).filter(|legacy| !legacy.is_null()),
        })
        .collect()
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap();
    source::parse(&path.display().to_string(), &text).unwrap().value().clone()
}

/// The official name of a verdict.
fn official(bump: Bump) -> &'static str {
    if bump == Bump::Patch { "point" } else { bump.as_str() }
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
fn every_step_gives_the_published_lines_and_notes() {
    let Some(folder) = history() else { return };
    let releases = releases(&folder);
    let mut steps = 0;
    for pair in releases.windows(2) {
        let [old, new] = pair else { continue };
        let (version, legacy) = (&new.version, new.legacy.as_ref().unwrap());
        let changes = compare(&old.definition, &new.definition);
        let found = json!({"verdict": official(changes.verdict()), "counts": changes.counts(),
            "changes": changes.iter().collect::<Vec<_>>()});
        assert_eq!(found, *legacy, "{version}");
        assert_eq!(notes(&changes, &header(&new.notes)), new.notes, "{version}");
        steps += 1;
    }
    assert_eq!(steps, 73);
}

#[test]
fn every_published_version_follows_from_the_one_before() {
    let Some(folder) = history() else { return };
    let releases = releases(&folder);
    let mut forced = Vec::new();
    for pair in releases.windows(2) {
        let [old, new] = pair else { continue };
        let verdict = compare(&old.definition, &new.definition).verdict();
        let version: Version = old.version.parse().unwrap();
        let reaches = |bump: &Bump| version.next(*bump).to_string() == new.version;
        let bump = Bump::ALL.into_iter().find(reaches);
        let bump = bump.unwrap_or_else(|| panic!("{} after {version}", new.version));
        assert!(bump >= verdict, "{} after {version}: {verdict}", new.version);
        if bump > verdict {
            forced.push(new.version.clone());
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
    let mut paths = Vec::new();
    for folder in ["history/guest-chat/swagger", "pairs", "specs"] {
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
