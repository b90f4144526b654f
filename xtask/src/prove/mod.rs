//! `cargo xtask prove`: the verdicts of the differ, held against the compiler.
//!
//! For each step of a history, a program written from the old listing of public items (see [`consumer`]) is
//! compiled against the old crate, which shows that the program is right, and against the new crate, which
//! shows what the step did to callers. A program that fails proves a break.

pub(crate) mod consumer;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use generator::render::FileSet;
use generator::surface::Surface;

use crate::compile;
use crate::root;

/// A crate that was generated, and what it offers.
pub(crate) struct Crate {
    /// The name of the package; unique.
    pub(crate) name: String,
    /// Its files.
    pub(crate) files: FileSet,
    /// Its public items.
    pub(crate) surface: Surface,
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
        let features: Vec<&String> = old.surface.features.keys().collect();
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             {} = {{ path = \"../{}\", package = \"{}\", features = {features:?} }}\n{dependencies}",
            consumer::LIBRARY,
            new.name,
            new.name,
        );
        self.write(&format!("{name}/Cargo.toml"), &manifest)?;
        self.write(&format!("{name}/src/lib.rs"), &consumer::consumer(&old.surface))?;
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
            let id = message["package_id"].as_str().unwrap_or_default();
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

/// TEMPORARY
pub(crate) fn trial() {
    let templates = generator::templates::from_folder(&root().join("templates")).unwrap();
    let config = generator::command::read_config(&root().join("swagger/guest.toml")).unwrap();
    let mut proof = Proof::new("trial");
    let mut crates = Vec::new();
    for (name, file) in [
        ("v-a", "../shared/history/guest-chat/swagger/27-9.2.1.json"),
        ("v-b", "swagger/guest.json"),
    ] {
        let mut config = config.clone();
        config.package.name = name.to_owned();
        let generated = generator::command::generate_from(
            &root().join(file).display().to_string(),
            &config,
            &templates,
        )
        .unwrap();
        let surface = generator::surface::list(&generated.files).unwrap();
        crates.push(Crate { name: name.to_owned(), files: generated.files, surface });
    }
    for c in &crates {
        proof.add_crate(c).unwrap();
    }
    proof.add_consumer(&crates[0], &crates[0]).unwrap();
    proof.add_consumer(&crates[0], &crates[1]).unwrap();
    proof.add_consumer(&crates[1], &crates[0]).unwrap();
    proof.add_consumer(&crates[1], &crates[1]).unwrap();
    for (name, texts) in proof.check().unwrap() {
        println!("=== {name}: {}", texts.len());
        for t in texts.iter().take(12) {
            println!("{t}");
        }
    }
}
