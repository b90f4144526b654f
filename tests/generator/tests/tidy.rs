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
