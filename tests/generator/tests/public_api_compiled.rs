//! The evidence of the rules: `rustc` accepts the consumer of a case with the crate before the change, and with
//! the crate after it unless the change is major. The same for the near misses that have a consumer.
//!
//! By default a sample is compiled, so that a run takes seconds; with `PUBLIC_API_COMPILED=all` every case is, and
//! with a number the sample that starts there.

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
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use generator::bump::Bump;
use generator::public_api::{Evidence, Rule, rules};
use generator_tests::folders;

/// The position of the folders from where tests run.
const CASES: &str = "public-api";

/// Where the pairs are that look like a change and are none, or another one.
const NEAR: &str = "public-api-near";

/// Says how much is compiled: `all`, or the number of the case with which the sample starts.
const WANTED: &str = "PUBLIC_API_COMPILED";

/// So many cases are a sample.
const SAMPLE: usize = 12;

/// Where the crates of a test go, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let name = format!("generator-public-api-{name}-{}", std::process::id());
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

#[test]
fn the_compiler_agrees() {
    let scratch = Scratch::new("cases");
    let compiled = rules().filter(|rule| rule.evidence == Evidence::Compiled);
    let compiled = compiled.map(|rule| (Path::new(CASES).join(rule.id), rule.bump));
    let queue = Mutex::new(wanted(compiled.chain(near_misses()).collect()).into_iter());
    let problems = Mutex::new(Vec::new());
    let work = || {
        loop {
            let Some((case, bump)) = queue.lock().unwrap().next() else { return };
            if let Err(problem) = check(&case, bump, &scratch.0.join(&case)) {
                problems.lock().unwrap().push(format!("{}: {problem}", case.display()));
            }
        }
    };
    std::thread::scope(|scope| {
        let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        (0..workers).for_each(|_| drop(scope.spawn(work)));
    });
    let mut problems = problems.into_inner().unwrap();
    problems.sort();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_torture_crates_are_rust() {
    let scratch = Scratch::new("crates");
    for (name, folder) in folders(Path::new("public-api-crates")) {
        let result = rustc(&name, &folder.join("src/lib.rs"), &scratch.0, &[]);
        result.unwrap_or_else(|errors| panic!("{name}:\n{errors}"));
    }
}

/// The cases that are to be compiled, which one line says. A sample is spread evenly over the tables of rules, so
/// that it has some of each.
fn wanted<T>(cases: Vec<T>) -> Vec<T> {
    let count = cases.len();
    let start = match std::env::var(WANTED) {
        Ok(value) if value == "all" => {
            say(&format!("compiled: all {count} cases"));
            return cases;
        }
        Ok(value) => value.parse().unwrap_or_else(|_| panic!("{WANTED}: not `all`, not a number")),
        Err(_) => 0,
    };
    let step = count.div_ceil(SAMPLE).max(1);
    let chosen = cases.into_iter().skip(start % step).step_by(step).collect::<Vec<_>>();
    let chosen_count = chosen.len();
    say(&format!("compiled: a sample of {chosen_count} cases; {WANTED}=all for all {count}"));
    chosen
}

/// Prints a line even when the test passes.
fn say(line: &str) {
    let mut terminal = std::io::stderr();
    writeln!(terminal, "{line}").unwrap();
}

/// The near misses that have a consumer, with the bump that is expected of them.
fn near_misses() -> impl Iterator<Item = (PathBuf, Bump)> {
    let cases = folders(Path::new(NEAR)).into_values();
    cases.filter(|case| case.join("consumer.rs").exists()).map(|case| {
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap();
        let bump = expected.lines().filter_map(Rule::named).map(|rule| rule.bump).max();
        (case, bump.unwrap_or_default())
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
