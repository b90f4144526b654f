//! The evidence of the rules: `rustc` accepts the consumer of a case with the crate before the change, and with
//! the crate after it unless the change is major. The same for the near misses that have a consumer.
//!
//! By default a sample is compiled, so that a run takes seconds; with `PUBLIC_API_COMPILED=all` every case is, with a
//! number the sample that starts there, and a case that is asked for by name always is.

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
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;

use generator::bump::Bump;
use generator::public_api::{Evidence, Rule, rules};
use generator_tests::cases::Suite;
use generator_tests::folders;

/// The position of the folders from where tests run.
const CASES: &str = "public-api";

/// Where the pairs are that look like a change and are none, or another one.
const NEAR: &str = "public-api-near";

/// Crates that have as much in them as possible.
const CRATES: &str = "public-api-crates";

/// Says how much is compiled: `all`, or the number of the case with which the sample starts.
const WANTED: &str = "PUBLIC_API_COMPILED";

/// So many cases are a sample.
const SAMPLE: usize = 12;

/// Where the crates of a test go, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        let name = format!("generator-public-api-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn main() -> ExitCode {
    let mut suite = Suite::new("public_api_compiled");
    let scratch = Arc::new(Scratch::new());
    let compiled = rules().filter(|rule| rule.evidence == Evidence::Compiled);
    let compiled = compiled.map(|rule| ("", Path::new(CASES).join(rule.id), rule.bump));
    let cases: Vec<_> = compiled.chain(near_misses()).collect();
    let wanted = Wanted::new(cases.len(), suite.is_filtered());
    for (number, (group, folder, bump)) in cases.into_iter().enumerate() {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        if wanted.has(number) {
            let scratch = Arc::clone(&scratch);
            suite.case(group, &name, &folder, move |case| {
                check(&case.folder, bump, &scratch.0.join(&case.folder))
            });
        } else {
            suite.left_out(group, &name);
        }
    }
    for (name, folder) in folders(Path::new(CRATES)) {
        let scratch = Arc::clone(&scratch);
        suite.case("crate", &name, &folder, move |case| {
            rustc(&case.name, &case.folder.join("src/lib.rs"), &scratch.0, &[])
        });
    }
    suite.run()
}

/// Which cases are compiled.
struct Wanted {
    start: usize,
    step: usize,
}

impl Wanted {
    /// A sample is spread evenly over the tables of rules, so that it has some of each. Whoever names a case wants it.
    fn new(count: usize, is_filtered: bool) -> Self {
        let step = count.div_ceil(SAMPLE).max(1);
        match std::env::var(WANTED) {
            Ok(value) if value == "all" => Self { start: 0, step: 1 },
            Ok(value) => {
                let start = value.parse::<usize>();
                let start = start.unwrap_or_else(|_| panic!("{WANTED}: not `all`, not a number"));
                Self { start: start % step, step }
            }
            Err(_) if is_filtered => Self { start: 0, step: 1 },
            Err(_) => Self { start: 0, step },
        }
    }

    fn has(&self, number: usize) -> bool {
        number % self.step == self.start
    }
}

/// The near misses that have a consumer, with the bump that is expected of them.
fn near_misses() -> impl Iterator<Item = (&'static str, PathBuf, Bump)> {
    let cases = folders(Path::new(NEAR)).into_values();
    cases.filter(|case| case.join("consumer.rs").exists()).map(|case| {
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap();
        let bump = expected.lines().filter_map(Rule::named).map(|rule| rule.bump).max();
        ("near", case, bump.unwrap_or_default())
    })
}

/// Compiles a consumer with both crates.
fn check(case: &Path, bump: Bump, out: &Path) -> Result<(), String> {
    let consumer = |side: &str| {
        let out = out.join(side);
        fs::create_dir_all(&out).unwrap();
        rustc("sdk", &case.join(format!("{side}.rs")), &out, &[])
            .map_err(|errors| format!("{side}.rs does not compile:\n{errors}"))?;
        let library = format!("sdk={}", out.join("libsdk.rmeta").display());
        Ok::<_, String>(rustc("consumer", &case.join("consumer.rs"), &out, &["--extern", &library]))
    };
    consumer("old")?
        .map_err(|errors| format!("the consumer does not compile before:\n{errors}"))?;
    match (consumer("new")?, bump) {
        (Ok(()), Bump::Major) => Err("is major, but the consumer still compiles".to_owned()),
        (Err(errors), bump) if bump != Bump::Major => {
            Err(format!("is {bump}, but the consumer no longer compiles:\n{errors}"))
        }
        _ => Ok(()),
    }
}

/// Type-checks a library.
fn rustc(name: &str, file: &Path, out: &Path, more: &[&str]) -> Result<(), String> {
    let output = Command::new("rustc")
        .args(["--edition", "2024", "--crate-type", "lib", "--emit", "metadata"])
        .args(["--crate-name", name, "--cap-lints", "allow", "--out-dir"])
        .arg(out)
        .args(more)
        .arg(file)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(errors) }
}
