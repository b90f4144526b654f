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
use std::process::ExitCode;
use std::sync::Arc;

use generator::generate::TemplateTree;
use generator_tests::cases::{Case, Suite};
use generator_tests::{files, folders, golden, repository_templates, update};

fn main() -> ExitCode {
    let mut suite = Suite::new("golden");
    let templates = Arc::new(repository_templates().unwrap());
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let ideas = folders(&all);
    assert!(!ideas.is_empty(), "there are no goldens in {}", all.display());
    for (idea, folder) in ideas {
        let templates = Arc::clone(&templates);
        suite.case("", &idea, &folder, move |case| becomes_the_expected_code(case, &templates));
    }
    suite.run()
}

fn becomes_the_expected_code(case: &Case, templates: &TemplateTree) -> Result<(), String> {
    let generated = golden(&case.folder, templates).map_err(|problems| problems.to_string())?;
    let mut actual: BTreeMap<String, String> = generated
        .files
        .iter()
        .filter(|(path, file)| file.template.is_some() && is_compared(path))
        .map(|(path, file)| (path.clone(), file.text.clone()))
        .collect();
    actual.insert("warnings.txt".to_owned(), generated.diagnostics.to_string());
    let problems = differences(case, &actual);
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// Whether the file depends on the definition in more than its header.
fn is_compared(path: &str) -> bool {
    let of_crate = [
        "src/facts.rs",
        "src/security.rs",
        "src/servers.rs",
        "src/error_code.rs",
        "src/api_error.rs",
    ];
    path.starts_with("src/models/") || path.starts_with("src/api/") || of_crate.contains(&path)
}

fn differences(case: &Case, actual: &BTreeMap<String, String>) -> Vec<String> {
    let expected = case.folder.join("expected");
    let mut problems: Vec<String> = actual
        .iter()
        .filter_map(|(path, text)| case.compare(&format!("expected/{path}"), text).err())
        .collect();
    for path in files(&expected).keys().filter(|path| !actual.contains_key(*path)) {
        if update() {
            fs::remove_file(expected.join(path)).unwrap();
        } else {
            problems.push(format!("{}/{path} is not made any more", expected.display()));
        }
    }
    problems
}
