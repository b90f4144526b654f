//! Golden: one small definition per idea in `golden/<idea>/`, with the code it becomes.
//!
//! An idea with a `before.yaml` shows the version after one that was made from that, with `before.toml`.
//!
//! Only what depends on the definition is compared; the hand-written runtime is the same everywhere. That the
//! expected code compiles is checked by `cargo xtask compile-goldens`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "tests fail loudly"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use generator_tests::{UPDATE, compare, files, folders, golden, repository_templates};

#[test]
fn every_idea_becomes_the_expected_code() {
    let templates = repository_templates().unwrap();
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let ideas = folders(&all);
    assert!(!ideas.is_empty(), "there are no goldens in {}", all.display());
    let mut problems = Vec::new();
    for (idea, folder) in ideas {
        let made = golden(&folder, &templates);
        let generated = made.unwrap_or_else(|problems| panic!("{idea}:\n{problems}"));
        let mut actual: BTreeMap<String, String> = generated
            .files
            .iter()
            .filter(|(path, file)| file.template.is_some() && is_compared(path))
            .map(|(path, file)| (path.clone(), file.text.clone()))
            .collect();
        actual.insert("warnings.txt".to_owned(), generated.diagnostics.to_string());
        problems.extend(differences(&folder.join("expected"), &actual));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Whether the file depends on the definition in more than its header.
fn is_compared(path: &str) -> bool {
    let of_crate = ["src/facts.rs", "src/security.rs", "src/error_code.rs", "src/api_error.rs"];
    path.starts_with("src/models/") || path.starts_with("src/api/") || of_crate.contains(&path)
}

fn differences(expected: &Path, actual: &BTreeMap<String, String>) -> Vec<String> {
    let mut problems: Vec<String> = actual
        .iter()
        .filter_map(|(path, text)| compare(&expected.join(path), text).err())
        .collect();
    for path in files(expected).keys().filter(|path| !actual.contains_key(*path)) {
        if std::env::var_os(UPDATE).is_some() {
            fs::remove_file(expected.join(path)).unwrap();
        } else {
            problems.push(format!("{}/{path} is not made any more", expected.display()));
        }
    }
    problems
}
