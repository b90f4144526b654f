//! A second SDK, made with `new-sdk` in a copy of this repository, and the tasks on both.
//!
//! The copy is a repository of its own, and the tasks are those of this build, told by `CARGO_MANIFEST_DIR` to work there, as
//! cargo tells them. Nothing of the copy is edited by hand but the definition of the second SDK, which is what its API
//! does. `features`, `browser` and `soak` compile too much for a test: CI runs them on all SDKs there are.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail loudly"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

const DEFINITION: &str = "swagger/second/definition.json";
/// A copy of the repository.
struct Copy(PathBuf);

/// An SDK that was there before: its name, and that of its crate.
struct First {
    name: String,
    package: String,
}

/// What a task did.
struct Answer {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Copy {
    /// Copies what git would: neither what is built nor what is ignored. The place is always the same, so that what cargo
    /// compiles there is compiled once.
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("second-sdk");
        let _ = fs::remove_dir_all(&copy);
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .unwrap();
        assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
        for path in String::from_utf8(listed.stdout).unwrap().split_terminator('\0') {
            let (from, to) = (root.join(path), copy.join(path));
            // A file that is deleted and not yet committed is listed too.
            if from.is_file() {
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                fs::copy(from, to).unwrap();
            }
        }
        let copy = Self(copy);
        copy.git(&["init", "--quiet"]);
        // Releases are committed by the task.
        copy.git(&["config", "user.name", "Test"]);
        copy.git(&["config", "user.email", "test@example.com"]);
        copy.commit();
        copy
    }

    /// A program that stands for another one: a line of shell. Nothing on systems that have none.
    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
    fn program(&self, name: &str, line: &str) -> Option<PathBuf> {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.0.join(".git").join(name);
        fs::write(&path, format!("#!/bin/sh\n{line}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Some(path)
    }

    #[cfg(not(unix))]
    fn program(&self, _: &str, _: &str) -> Option<PathBuf> {
        None
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git").args(arguments).current_dir(&self.0).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "test"]);
    }

    /// Where files were added, changed or removed since the last commit: the first two folders of each, or the file.
    fn changed(&self) -> BTreeSet<String> {
        let status = self.git(&["status", "--porcelain", "--untracked-files=all"]);
        let place = |line: &str| {
            let path = line.get(3..).unwrap_or_default();
            path.split('/').take(2).collect::<Vec<_>>().join("/")
        };
        status.lines().map(place).collect()
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Answer {
        self.command_with(program, arguments, &[])
    }

    fn command_with(
        &self,
        program: &str,
        arguments: &[&str],
        variables: &[(&str, &PathBuf)],
    ) -> Answer {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let output = Command::new(program)
            .args(arguments)
            .current_dir(&self.0)
            .env("CARGO_MANIFEST_DIR", self.0.join("xtask"))
            .env("CARGO_TARGET_DIR", target)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Answer {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Runs a task.
    fn task(&self, arguments: &[&str]) -> Answer {
        self.command(env!("CARGO_BIN_EXE_xtask"), arguments)
    }

    fn task_with(&self, arguments: &[&str], variables: &[(&str, &PathBuf)]) -> Answer {
        self.command_with(env!("CARGO_BIN_EXE_xtask"), arguments, variables)
    }

    /// Runs a task that succeeds.
    fn run(&self, arguments: &[&str]) -> Answer {
        let answer = self.task(arguments);
        assert_eq!(answer.code, Some(0), "{arguments:?}: {}{}", answer.stdout, answer.stderr);
        answer
    }

    /// Runs a task that fails and leaves everything as it was.
    fn refused(&self, arguments: &[&str], code: i32, wanted: &str) {
        let answer = self.task(arguments);
        assert_eq!(answer.code, Some(code), "{arguments:?}: {}{}", answer.stdout, answer.stderr);
        assert!(answer.stderr.contains(wanted), "{arguments:?}: {}", answer.stderr);
        assert_eq!(self.changed(), BTreeSet::new(), "{arguments:?}");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.0.join(path), text).unwrap();
    }
}

fn set(places: &[&str]) -> BTreeSet<String> {
    places.iter().map(|place| (*place).to_owned()).collect()
}

#[test]
fn a_second_sdk_is_one_command() {
    let copy = Copy::new();
    let first = first(&copy);
    bad_input_leaves_nothing_behind(&copy, &first);
    made(&copy);
    tasks_find_both(&copy, &first);
    released_together(&copy, &first);
    changed_alone(&copy, &first);
    compiled(&copy);
}

/// The SDKs that there are: name and crate.
fn sdks(copy: &Copy) -> Vec<(String, String)> {
    let row = |line: &str| {
        let mut cells = line.split('\t').map(str::to_owned);
        Some((cells.next()?, cells.next()?))
    };
    copy.run(&["sdks"]).stdout.lines().filter_map(row).collect()
}

fn first(copy: &Copy) -> First {
    let (name, package) = sdks(copy).into_iter().next().expect("the repository has an SDK");
    First { name, package }
}

fn bad_input_leaves_nothing_behind(copy: &Copy, first: &First) {
    let zoo = "tests/generator/seeds/zoo.yaml";
    let bad = "Cargo.toml";
    copy.refused(&["new-sdk", "Second", "--swagger", zoo], 2, "cannot be the name of an SDK");
    let there = format!("there is an SDK `{}`", first.name);
    copy.refused(&["new-sdk", &first.name, "--swagger", zoo], 2, &there);
    let taken = ["new-sdk", "second", "--swagger", zoo, "--crate", "xtask"];
    copy.refused(&taken, 2, "already");
    copy.refused(&["new-sdk", "second", "--swagger", bad], 2, "error");
    copy.refused(&["new-sdk", "second", "--swagger", "nowhere.yaml"], 2, "nowhere.yaml");
    let unknown = ["new-sdk", "second", "--swagger", zoo, "--extension", "nowhere"];
    copy.refused(&unknown, 2, "There is no extension `nowhere`.");
    let meant = format!("did you mean `{}`?", first.name);
    copy.refused(&["regenerate", "--sdk", &format!("{}x", first.name)], 2, &meant);
}

fn made(copy: &Copy) {
    copy.run(&["new-sdk", "second", "--swagger", "tests/generator/seeds/zoo.yaml"]);
    assert_eq!(copy.changed(), set(&["Cargo.lock", "generated/second", "swagger/second"]));
    copy.commit();
    copy.run(&["regenerate", "--check"]);
    assert_eq!(copy.changed(), BTreeSet::new());
}

fn tasks_find_both(copy: &Copy, first: &First) {
    let names: Vec<String> = sdks(copy).into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&first.name) && names.contains(&"second".to_owned()), "{names:?}");
    let both = |answer: &Answer, what: &[&str]| {
        let text = format!("{}{}", answer.stdout, answer.stderr);
        for what in what {
            assert!(text.contains(what), "{what}: {text}");
        }
    };
    let versions = copy.run(&["msrv"]);
    let of_first = format!("of {} work with", first.package);
    both(&versions, &[&of_first, "of second-client work with"]);
    let crates = copy.run(&["bench", "--only", "crates"]);
    both(&crates, &[&format!("{}: ", first.name), "second: ", "`rustls,tracing`"]);
    // What it has no tests of its own for is said, and is no failure.
    let calls = copy.run(&["bench", "--only", "calls", "--sdk", "second"]);
    both(&calls, &["second: not measured"]);
    copy.run(&["compile-history", "--sdk", "second"]);
    copy.run(&["replay", "--sdk", "second"]);
}

fn released_together(copy: &Copy, first: &First) {
    let dry = copy.run(&["release", "--date", "2026-01-31"]);
    assert_eq!(copy.changed(), BTreeSet::new());
    let tags: Vec<&str> = dry.stdout.lines().filter(|line| line.starts_with("git tag")).collect();
    for package in [first.package.as_str(), "second-client"] {
        let tag = format!("git tag --annotate {package}-v");
        assert!(tags.iter().any(|line| line.starts_with(&tag)), "{package}: {tags:?}");
    }
    copy.run(&["release", "--date", "2026-01-31", "--execute"]);
    let changed = copy.changed();
    for name in [first.name.as_str(), "second"] {
        for folder in ["generated", "swagger"] {
            let place = format!("{folder}/{name}");
            assert!(changed.contains(&place), "{place}: {changed:?}");
        }
    }
    copy.commit();
    copy.run(&["regenerate", "--check"]);
    copy.refused(&["release"], 1, "second: version 0.1.0 is released, and nothing changed since");
}

/// The API of the second SDK changes; the first one stays as it is.
fn changed_alone(copy: &Copy, first: &First) {
    let mut definition: Value = serde_json::from_str(&copy.read(DEFINITION)).unwrap();
    definition["paths"]["/brand/new"] = json!({
        "get": { "operationId": "getBrandNew", "responses": { "204": { "description": "Done." } } }
    });
    let text = serde_json::to_string_pretty(&definition).unwrap() + "\n";
    copy.write(DEFINITION, &text);
    copy.write("elsewhere.json", &text);

    let before = format!("git:HEAD:{DEFINITION}");
    let second_line = |arguments: &[&str]| {
        let answer = copy.run(&[&["diff"], arguments, &["--width", "200"]].concat());
        answer.stdout.lines().nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(
        second_line(&[&before, DEFINITION]),
        "configuration: swagger/second/sdk.toml (OLD is in its folder)"
    );
    assert_eq!(
        second_line(&["elsewhere.json", "elsewhere.json"]),
        "configuration: swagger/second/sdk.toml (both have the operations of this SDK)"
    );
    let other = format!("swagger/{}/definition.json", first.name);
    assert_eq!(
        second_line(&[&other, &format!("git:HEAD:{other}")]),
        format!("configuration: swagger/{}/sdk.toml (OLD is in its folder)", first.name)
    );
    assert!(second_line(&[&other, DEFINITION]).starts_with("configuration: none ("));
    assert_eq!(
        second_line(&["elsewhere.json", "elsewhere.json", "--sdk", "second"]),
        "configuration: swagger/second/sdk.toml (`--sdk` names it)"
    );
    let json = copy.run(&["diff", &before, DEFINITION, "--format", "json"]);
    let report: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(report["configuration"]["sdk"], "second");
    fs::remove_file(copy.0.join("elsewhere.json")).unwrap();

    let stale = copy.task(&["regenerate", "--check"]);
    assert_eq!(stale.code, Some(1), "{}", stale.stderr);
    let made = copy.run(&["regenerate"]);
    assert!(made.stderr.contains("version 0.1.0 -> 0.1.1 (minor)"), "{}", made.stderr);
    // The new version is in the lock file of cargo too, which any command of cargo brings up to date.
    copy.command("cargo", &["update", "--workspace", "--offline"]);
    assert_eq!(copy.changed(), set(&["Cargo.lock", "generated/second", "swagger/second"]));
    copy.commit();
    let released = copy.run(&["release", "--date", "2026-02-28", "--execute"]);
    let unchanged = format!("{}: version ", first.name);
    assert!(released.stderr.contains(&unchanged), "{}", released.stderr);
    assert_eq!(copy.changed(), set(&["generated/second", "swagger/second"]));
    copy.git(&["reset", "--quiet", "--hard"]);
    copy.git(&["clean", "--quiet", "--force"]);
    published(copy);
}

/// The release is committed, and what is published is the commit.
fn published(copy: &Copy) {
    let list = copy.0.join(".git/published");
    let cargo = copy.program(
        "cargo",
        &format!("[ -z \"$(git status --porcelain)\" ] && echo \"$@\" >>'{}'", list.display()),
    );
    let Some(cargo) = cargo else { return };
    let release = ["release", "--date", "2026-02-28", "--execute", "--publish"];
    let answer = copy.task_with(&release, &[("CARGO", &cargo)]);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let published = fs::read_to_string(list).unwrap();
    assert!(published.starts_with("publish --manifest-path "), "{published}");
    assert!(!published.contains("--allow-dirty"), "{published}");
    assert_eq!(copy.changed(), BTreeSet::new());
    assert_eq!(copy.git(&["log", "-1", "--format=%s"]), "Release second-client 0.1.1\n");
    assert!(!answer.stdout.contains("git commit"), "{}", answer.stdout);
    assert!(answer.stdout.contains("git tag --annotate second-client-v0.1.1"), "{}", answer.stdout);
}

fn compiled(copy: &Copy) {
    let check = ["check", "--quiet", "--locked", "--package", "second-client", "--all-targets"];
    let answer = copy.command("cargo", &check);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
}
