//! The repository tests itself: the rules of ARCHITECTURE.md and CONTRIBUTING.md that a machine can see.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "tests fail loudly"
)]

use std::fs;
use std::path::Path;

use generator::source;
use generator_tests::{files, repository, root};

/// Files of our own code: path below the root → content.
fn sources() -> Vec<(String, String)> {
    let folders = ["generator/src", "xtask/src", "templates", "tests"];
    let all = folders.iter().flat_map(|folder| {
        files(&root().join(folder))
            .into_iter()
            .map(move |(path, text)| (format!("{folder}/{path}"), text))
    });
    all.filter(|(path, _)| !path.contains("/golden/") && !path.contains("/ui/")).collect()
}

fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == ending)
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|(path, text)| has_ending(path, "rs") && !text.starts_with("//!"))
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "files without `//!` at the top: {silent:#?}");
}

#[test]
fn no_file_holds_two_rooms() {
    let long: Vec<(String, usize)> = sources()
        .into_iter()
        .filter(|(path, _)| has_ending(path, "rs") && !path.starts_with("tests/"))
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > 600)
        .collect();
    assert!(long.is_empty(), "files of more than 600 lines: {long:#?}");
}

#[test]
fn only_the_last_room_writes_and_only_one_knows_tera() {
    let allowed: [(&str, &[&str]); 4] = [
        ("fs::write", &["output"]),
        ("tera::", &["render.rs"]),
        ("openapiv3", &["normalise", "resolve", "lib.rs"]),
        ("prettyplease", &["format"]),
    ];
    for (word, stages) in allowed {
        for (path, text) in files(&root().join("generator/src")) {
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let used = code.into_iter().any(|line| line.contains(word));
            let allowed = stages.iter().any(|stage| path.starts_with(stage));
            assert!(!used || allowed, "generator/src/{path} uses `{word}`");
        }
    }
}

/// A library of which cargo is told that it has no tests of its own must hold none: they would never run.
#[test]
fn no_test_stands_where_cargo_looks_for_none() {
    let all = sources();
    let is_untested = |manifest: &str| {
        let library = manifest.split("\n[lib]\n").nth(1).unwrap_or_default();
        library
            .split("\n[")
            .next()
            .is_some_and(|library| library.lines().any(|line| line == "test = false"))
    };
    let manifests = all
        .iter()
        .filter(|(path, _)| path.ends_with("/Cargo.toml") || path.ends_with("/Cargo.toml.tera"));
    let mut folders: Vec<&str> = manifests
        .filter(|(_, text)| is_untested(text))
        .filter_map(|(path, _)| path.rsplit_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    assert!(folders.contains(&"templates/crate"), "{folders:#?}");
    // These files become a part of such a library.
    folders.push("templates/extensions");
    let is_inside = |path: &str| {
        let mut rests = folders.iter().filter_map(|folder| path.strip_prefix(folder));
        rests.any(|rest| rest.starts_with('/') && rest.contains("/src/"))
    };
    let tests: Vec<&String> = all
        .iter()
        .filter(|(path, text)| {
            is_inside(path) && ["#[test]", "cfg(test)"].iter().any(|mark| text.contains(mark))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(tests.is_empty(), "tests that cargo never runs: {tests:#?}");
}

#[test]
fn templates_hold_no_logic() {
    let forbidden = [" | ", "==", "!=", "set ", "macro ", "filter ", " > ", " < "];
    for (path, text) in files(&root().join("templates")) {
        if !has_ending(&path, "tera") {
            continue;
        }
        for tag in text.split("{%").skip(1).chain(text.split("{{").skip(1)) {
            let end = tag.find(['%', '}']).unwrap_or(tag.len());
            let tag = &tag[..end];
            let found = forbidden.iter().find(|word| tag.contains(**word));
            assert!(
                found.is_none(),
                "templates/{path}: `{tag}` decides something; decide it in view"
            );
        }
    }
}

#[test]
fn the_generic_runtime_knows_no_api() {
    for (path, text) in files(&root().join("templates/crate")) {
        for word in ["genesys", "purecloud", "inin-", "webchat", "web_chat", "guest"] {
            assert!(
                !text.to_lowercase().contains(word),
                "templates/crate/{path} mentions `{word}`"
            );
        }
    }
}

#[test]
fn documents_name_files_that_are_there() {
    let folders = ["generator/", "templates/", "tests/", "xtask/", "swagger/", "generated/"];
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(document)).unwrap();
        for path in text.split('`').skip(1).step_by(2) {
            let is_path = folders.iter().any(|folder| path.starts_with(folder));
            let is_pattern = path.contains(['<', '{', '*', ' ']) || path.contains("NAME");
            if is_path && !is_pattern {
                assert!(root().join(path).exists(), "{document} names `{path}`");
            }
        }
    }
}

#[test]
fn nothing_lists_the_sdks() {
    // Documentation may use one as its example; code and workflows loop over those that there are.
    let names: Vec<String> = repository().sdks().into_iter().map(|sdk| sdk.name).collect();
    assert!(!names.is_empty());
    let mut texts: Vec<(String, String)> = ["xtask", "generator/src", ".ci", ".github"]
        .iter()
        .flat_map(|folder| {
            let found = files(&root().join(folder)).into_iter();
            found.map(move |(path, text)| (format!("{folder}/{path}"), text))
        })
        .collect();
    texts.push(("Cargo.toml".to_owned(), fs::read_to_string(root().join("Cargo.toml")).unwrap()));
    for (path, text) in texts {
        for (number, line) in text.lines().enumerate() {
            let is_comment = ["//", "#"].iter().any(|sign| line.trim_start().starts_with(sign));
            let found = names.iter().find(|name| !is_comment && line.contains(name.as_str()));
            assert!(found.is_none(), "{path}:{}: {line}", number + 1);
        }
    }
}

#[test]
fn the_runtime_cannot_panic() {
    let folders = ["templates/crate/src", "templates/extensions", "generated"];
    let words = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unsafe {"];
    for folder in folders {
        // The tests of a generated crate may fail loudly.
        let code = files(&root().join(folder)).into_iter();
        for (path, text) in code.filter(|(path, _)| !path.contains("/tests/")) {
            for (number, line) in text.lines().enumerate() {
                let comment = line.trim_start().starts_with("//");
                let found = words.iter().find(|word| !comment && line.contains(**word));
                assert!(found.is_none(), "{folder}/{path}:{}: {line}", number + 1);
            }
        }
    }
}

#[test]
fn the_generator_knows_no_api() {
    // The legacy analysis reproduces the differ of one vendor, whose extension and notes it has to name. What it
    // knows stays there: nothing is generated from it.
    let general = |path: &String| !path.starts_with("legacy/");
    let sources = files(&root().join("generator/src")).into_iter();
    for (path, text) in sources.filter(|(path, _)| general(path)) {
        for word in ["genesys", "purecloud", "inin-", "webchat", "guest"] {
            assert!(!text.to_lowercase().contains(word), "generator/src/{path} mentions `{word}`");
        }
    }
}

#[test]
fn actions_are_pinned_by_commit() {
    let is_commit = |text: &str| text.len() == 40 && text.chars().all(|c| c.is_ascii_hexdigit());
    let mut loose = Vec::new();
    let mut pinned = 0;
    for (path, text) in files(&root().join(".github/workflows")) {
        for line in
            text.lines().filter(|line| line.trim_start_matches([' ', '-']).starts_with("uses:"))
        {
            let used = line.split_once('@').and_then(|(_, at)| at.split_once(" # v"));
            match used {
                Some((commit, version)) if is_commit(commit) && !version.is_empty() => pinned += 1,
                _ => loose.push(format!("{path}: {}", line.trim())),
            }
        }
    }
    assert!(loose.is_empty(), "a tag can be moved; write `action@commit # v1.2.3`: {loose:#?}");
    assert!(pinned > 5, "no workflows were found");
}

#[test]
fn what_was_fetched_is_compiled_without_cache_and_token() {
    let path = root().join(".github/workflows/regenerate.yml");
    let workflow: serde_json::Value =
        source::parse("regenerate.yml", &fs::read_to_string(path).unwrap())
            .unwrap()
            .value()
            .clone();
    assert_eq!(workflow["permissions"], serde_json::json!({}), "each job says what it may do");
    let jobs = workflow["jobs"].as_object().unwrap();
    let compiling: Vec<_> =
        jobs.values().filter(|job| job.to_string().contains("bash .ci/run")).collect();
    assert_eq!(compiling.len(), 1);
    for job in compiling {
        let text = job.to_string();
        assert_eq!(job["permissions"], serde_json::json!({"contents": "read"}));
        assert!(!text.contains("cache@") && !text.contains("upload-artifact"), "{text}");
        assert!(!text.contains("github.token") && !text.contains("secrets."), "{text}");
        assert_eq!(job["steps"][0]["with"]["persist-credentials"], false);
    }
}
