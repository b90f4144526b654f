//! Error messages are reviewed artefacts: a bad input in `ui/<code>/` beside its exact report. What else the report of a code
//! must say is in `ui/<code>.<variant>/`.
//!
//! A folder may hold `definition.*`, `config.toml`, `templates/` and `out/`; what is absent is harmless. One with a
//! `sdk.lock` is that of an SDK with a release.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "tests fail loudly"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use generator::command::{Regenerate, Sdk, read_config};
use generator::config::Config;
use generator::diagnostic::{Code, Diagnostics};
use generator::diff::report::Policy;
use generator::diff::{Options, diff};
use generator::generate::generate;
use generator::release::Asked;
use generator::{output, source, templates};
use generator_tests::cases::{Case, Suite};
use generator_tests::{folders, repository_templates};

/// Codes whose reports need more than a bad input: the tests of the command line show them.
const ELSEWHERE: [&str; 1] = ["missing-program"];

/// The position of the folder from where tests run, so that reports name the same paths everywhere.
const UI: &str = "ui";

fn main() -> ExitCode {
    let mut suite = Suite::new("ui");
    suite.law("every_code_has_a_report", every_code_has_a_report);
    suite.law("every_code_is_explained", every_code_is_explained);
    for (code, folder) in folders(Path::new(UI)) {
        suite.case("", &code, &folder, is_as_reviewed);
    }
    suite.run()
}

fn is_as_reviewed(case: &Case) -> Result<(), String> {
    let report = match report(&case.folder) {
        Ok(warnings) | Err(warnings) => warnings,
    };
    let scratch = scratch(&case.folder).display().to_string();
    let text = report.to_string().replace(&format!("a{scratch}"), "a/out");
    let text = text.replace(&format!("b{scratch}"), "b/out").replace(&scratch, "out");
    case.compare("report.txt", &text)?;
    let codes: BTreeSet<&str> = report.iter().map(|d| d.code.name()).collect();
    if codes.contains(code_of(&case.name)) {
        return Ok(());
    }
    Err(format!("it reports {codes:?}, not {}", case.name))
}

/// The code that a folder is about.
fn code_of(folder: &str) -> &str {
    folder.split('.').next().unwrap_or(folder)
}

fn every_code_has_a_report() {
    let here = Code::ALL.iter().filter(|code| !ELSEWHERE.contains(&code.name()));
    let known: BTreeSet<String> = here.map(|code| code.name().to_owned()).collect();
    let folders = folders(Path::new(UI));
    let shown: BTreeSet<String> = folders.keys().map(|name| code_of(name).to_owned()).collect();
    assert_eq!(known, shown, "the codes and the folders of ui/ differ");
}

fn every_code_is_explained() {
    for code in Code::ALL {
        assert!(code.explanation().len() > 40, "{code}");
        assert_eq!(Code::from_name(code.name()), Some(*code));
    }
}

/// Runs the generator on a folder; warnings or errors come out.
fn report(folder: &Path) -> Result<Diagnostics, Diagnostics> {
    let file = folder.join("config.toml");
    let config = if file.exists() { read_config(&file)? } else { Config::plain("plain") };
    if folder.join("sdk.lock").exists() {
        let sdk = Sdk {
            name: "ui".to_owned(),
            definition: definition(folder),
            config: folder.join("config.toml"),
            lock: folder.join("sdk.lock"),
            released: folder.join("sdk.released"),
            out: scratch(folder),
            templates: None,
        };
        let asked = Asked::default();
        let run = Regenerate { sdk, swagger: None, save: false, check: true, asked };
        return Ok(run.attempt()?.prepared.generated.diagnostics);
    }
    let templates = match folder.join("templates") {
        overlaid if overlaid.is_dir() => templates::with_folder(&overlaid)?,
        _ => repository_templates()?,
    };
    let definition = source::read_within(&definition(folder).display().to_string(), config.limits)?;
    let old = folder.join("old.yaml");
    if old.exists() {
        let old = source::read(&old.display().to_string())?;
        let today = Some("2026-01-31".to_owned());
        let options = Options { config, templates, policy: Policy::Rust, code: false, today };
        return Ok(diff(&old, &definition, &options)?.diagnostics);
    }
    let generated = generate(&definition.name, &definition.text, &config, &templates)?;
    if folder.join("out").exists() {
        let out = scratch(folder);
        copy(&folder.join("out"), &out);
        output::write(&generated.files, &out)?;
    }
    Ok(generated.diagnostics)
}

fn definition(folder: &Path) -> PathBuf {
    let names = ["definition.yaml", "definition.json", "definition.txt"];
    let found = names.iter().map(|name| folder.join(name)).find(|path| path.exists());
    found.unwrap_or_else(|| folder.join("definition.json"))
}

/// Where the output of a folder goes.
fn scratch(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    std::env::temp_dir().join(format!("generator-ui-{}-{name}", std::process::id()))
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::copy(from, to).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}
