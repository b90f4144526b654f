//! The verdicts of the differ, held against the compiler: `cargo xtask replay --prove` for the steps of histories,
//! `cargo xtask prove` ([`mutants`]) for definitions that are edited at random places.
//!
//! For each step, a program written from the old listing of public items (see [`consumer`]) is
//! compiled against the old crate, which shows that the program is right, and against the new crate, which
//! shows what the step did to callers. A program that fails proves a break.

pub(crate) mod consumer;
pub(crate) mod mutants;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use generator::bump::Bump;
use generator::public_api::PublicApi;
use generator::render::FileSet;

use crate::compile;
use crate::root;

/// A crate that was generated, and what it offers.
pub(crate) struct Crate {
    /// The name of the package; unique.
    pub(crate) name: String,
    /// Its files.
    pub(crate) files: FileSet,
    /// Its public items.
    pub(crate) public_api: PublicApi,
}

impl Crate {
    /// The same with the name of this crate in its manifest, so that many can stand in one workspace.
    pub(crate) fn renamed(&self) -> Self {
        self.renamed_as(&self.name)
    }

    /// The same with another name.
    pub(crate) fn renamed_as(&self, name: &str) -> Self {
        let mut files = self.files.clone();
        if let Some(manifest) = files.get_mut("Cargo.toml") {
            let named = format!("name = {name:?}");
            let lines = manifest
                .text
                .lines()
                .map(|line| if line.starts_with("name = ") { named.as_str() } else { line });
            manifest.text = lines.fold(String::new(), |text, line| text + line + "\n");
        }
        Self { name: name.to_owned(), files, public_api: self.public_api.clone() }
    }
}

/// Compiles programs against crates, all in one workspace.
pub(crate) struct Proof {
    folder: PathBuf,
    members: Vec<String>,
}

impl Proof {
    /// An empty workspace of this name below `target/`.
    pub(crate) fn new(name: &str) -> Self {
        Self { folder: root().join("target/prove").join(name), members: Vec::new() }
    }

    /// Adds a generated crate.
    pub(crate) fn add_crate(&mut self, of: &Crate) -> Result<(), String> {
        if self.members.contains(&of.name) {
            return Ok(());
        }
        for (path, file) in &of.files {
            self.write(&format!("{}/{path}", of.name), &file.text)?;
        }
        self.members.push(of.name.clone());
        Ok(())
    }

    /// Adds the program that uses all of `old`, compiled against `new`. Gives the name of its package.
    pub(crate) fn add_consumer(&mut self, old: &Crate, new: &Crate) -> Result<String, String> {
        let name = format!("uses-{}-of-{}", old.name, new.name);
        let dependencies = dependencies(&old.files);
        let features: Vec<&String> = old.public_api.features.keys().collect();
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             {} = {{ path = \"../{}\", package = \"{}\", features = {features:?} }}\n{dependencies}",
            consumer::LIBRARY,
            new.name,
            new.name,
        );
        self.write(&format!("{name}/Cargo.toml"), &manifest)?;
        self.write(&format!("{name}/src/lib.rs"), &consumer::consumer(&old.public_api))?;
        self.members.push(name.clone());
        Ok(name)
    }

    /// Compiles everything; gives the packages that do not compile, with what the compiler says.
    pub(crate) fn check(&self) -> Result<Vec<(String, Vec<String>)>, String> {
        let members: Vec<String> = self.members.iter().map(|name| format!("{name:?}")).collect();
        self.write(
            "Cargo.toml",
            &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")),
        )?;
        let lock = root().join("Cargo.lock");
        fs::copy(&lock, self.folder.join("Cargo.lock"))
            .map_err(|error| format!("{}: {error}", lock.display()))?;
        let output = Command::new("cargo")
            .args(["check", "--quiet", "--workspace", "--keep-going", "--message-format", "json"])
            .env("CARGO_TARGET_DIR", compile::target())
            .current_dir(&self.folder)
            .stderr(Stdio::piped())
            .output()
            .map_err(|error| format!("cargo could not be started: {error}"))?;
        let mut failed: Vec<(String, Vec<String>)> = Vec::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
            let is_error =
                message.pointer("/message/level").and_then(|level| level.as_str()) == Some("error");
            if !is_error {
                continue;
            }
            let id = message.get("package_id").and_then(|id| id.as_str()).unwrap_or_default();
            let text = message.pointer("/message/rendered").and_then(|text| text.as_str());
            let text = text.unwrap_or_default().to_owned();
            let Some(name) = self.members.iter().find(|name| is_package(id, name)) else {
                continue;
            };
            match failed.iter_mut().find(|(known, _)| known == name) {
                Some((_, texts)) => texts.push(text),
                None => failed.push((name.clone(), vec![text])),
            }
        }
        if !output.status.success() && failed.is_empty() {
            return Err(format!(
                "cargo failed without saying which package:\n{}",
                String::from_utf8_lossy(&output.stderr)
            ));
        }
        Ok(failed)
    }

    /// Asks cargo-semver-checks about each step, with our verdict as the release type. It reads what rustdoc
    /// writes, so it is asked about all steps after one run of rustdoc.
    pub(crate) fn semver_checks(&self, steps: &[(&Crate, &Crate, Bump)]) -> Result<bool, String> {
        let documented = Command::new("cargo")
            .args(["doc", "--quiet", "--no-deps"])
            .args(steps.iter().flat_map(|(old, new, _)| ["-p", &old.name, "-p", &new.name]))
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTDOCFLAGS", "-Zunstable-options --output-format json")
            .env("CARGO_TARGET_DIR", compile::target())
            .current_dir(&self.folder)
            .status()
            .map_err(|error| format!("cargo could not be started: {error}"))?;
        if !documented.success() {
            return Err("rustdoc failed".to_owned());
        }
        let mut sound = true;
        let (mut ran, mut passed, mut skipped) = (0, 0, 0);
        for (old, new, bump) in steps {
            // It has no word for a release in which nothing changed.
            let release = if *bump == Bump::None { Bump::Patch } else { *bump };
            let [old_json, new_json] = [old, new].map(|of| self.documentation(of));
            let output = Command::new("cargo")
                .args(["semver-checks", "--color", "never", "--release-type", release.as_str()])
                .args(["--baseline-rustdoc", &old_json?, "--current-rustdoc", &new_json?])
                .output()
                .map_err(|error| format!("cargo-semver-checks could not be started: {error}"))?;
            let text = String::from_utf8_lossy(&output.stderr).into_owned()
                + &String::from_utf8_lossy(&output.stdout);
            let [checks, pass, skip] = counts(&text);
            ran += checks;
            passed += pass;
            skipped += skip;
            let warned = text.contains(" warn,") && !text.contains(" 0 warn");
            if !output.status.success() || warned {
                sound &= output.status.success();
                println!("cargo-semver-checks, {} -> {} as {release}:\n{text}", old.name, new.name);
            }
        }
        println!(
            "cargo-semver-checks: {} steps, {ran} checks ran, {passed} passed, {skipped} skipped",
            steps.len()
        );
        Ok(sound)
    }

    /// What rustdoc wrote about a crate, under a name that is the same for all.
    fn documentation(&self, of: &Crate) -> Result<String, String> {
        let written = compile::target().join("doc").join(format!("{}.json", of.name));
        let problem = |error: std::io::Error| format!("{}: {error}", written.display());
        let text = fs::read_to_string(&written).map_err(problem)?;
        let path = format!("doc/{}.json", of.name);
        self.write(&path, &text.replace(&of.name, consumer::LIBRARY))?;
        Ok(self.folder.join(path).display().to_string())
    }

    fn write(&self, path: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(path);
        let problem = |error: std::io::Error| format!("{}: {error}", path.display());
        if fs::read_to_string(&path).is_ok_and(|known| known == text) {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(problem)?;
        }
        fs::write(&path, text).map_err(problem)
    }
}

/// The numbers of `229 checks: 228 pass, 0 fail, 1 warn, 31 skip`: checks, pass, skip.
fn counts(text: &str) -> [usize; 3] {
    ["checks:", "pass", "skip"].map(|word| {
        let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let place = words.iter().position(|found| *found == word);
        let number = place.and_then(|place| words.get(place.checked_sub(1)?));
        number.and_then(|number| number.parse().ok()).unwrap_or_default()
    })
}

/// Whether a package id of cargo (`path+file:///…/name#0.0.0`) is that of a member.
fn is_package(id: &str, name: &str) -> bool {
    let path = id.split('#').next().unwrap_or_default();
    path.ends_with(&format!("/{name}"))
}

/// The dependencies of a generated crate, for a program that names their types.
fn dependencies(files: &FileSet) -> String {
    let manifest = files.get("Cargo.toml").map_or("", |file| file.text.as_str());
    let mut taken = BTreeSet::new();
    let lines = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    lines
        .filter(|line| taken.insert(line.split('=').next().unwrap_or_default().trim().to_owned()))
        .fold(String::new(), |text, line| text + line + "\n")
}
