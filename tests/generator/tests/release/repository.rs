//! A repository of its own for a test: a definition, a configuration, a crate, under version control.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use generator::command::{Refusal, Regenerate, Regenerated, Release, Released, Sdk};
use generator::diagnostic::Diagnostics;
use generator::release::Asked;

/// An operation of a definition.
pub(crate) fn operation(id: &str) -> String {
    format!(
        "  /{id}: {{get: {{operationId: {id}, tags: [pets], parameters: [{{name: limit, in: query, schema: {{type: integer}}}}], responses: {{'204': {{description: Done.}}}}}}}}\n"
    )
}

/// A definition with these paths.
pub(crate) fn definition(paths: &[String]) -> String {
    format!("openapi: 3.0.3\ninfo: {{title: Pets, version: '1'}}\npaths:\n{}", paths.concat())
}

/// A folder that is removed at the end.
pub(crate) struct Repository(PathBuf);

impl Repository {
    /// A repository with this definition, nothing generated yet.
    pub fn new(definition: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = format!("generator-release-{}-{number}", std::process::id());
        let root = std::env::temp_dir().join(root);
        let _ = fs::remove_dir_all(&root);
        let repository = Self(root);
        repository.put("swagger/pets.toml", "[crate]\nname = \"pets\"\n");
        repository.define(definition);
        repository.git(&["init", "--quiet"]);
        repository
    }

    /// A repository whose crate is released as 0.1.0.
    pub fn released(definition: &str) -> Self {
        let repository = Self::new(definition);
        repository.regenerate();
        repository.release("2026-01-31");
        repository
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.0.join(below)
    }

    pub fn put(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap_or_else(|error| panic!("{below}: {error}"))
    }

    pub fn define(&self, definition: &str) {
        self.put("swagger/pets.yaml", definition);
    }

    pub fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
        let output =
            Command::new("git").args(identity).args(arguments).current_dir(&self.0).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    pub fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "test"]);
    }

    fn sdk(&self) -> Sdk {
        Sdk {
            name: "pets".to_owned(),
            definition: self.path("swagger/pets.yaml"),
            config: self.path("swagger/pets.toml"),
            lock: self.path("swagger/pets.lock"),
            released: self.path("swagger/pets.released"),
            out: self.path("generated"),
            templates: Some(self.path("templates")).filter(|folder| folder.is_dir()),
        }
    }

    pub fn attempt(&self, check: bool, asked: Asked) -> Result<Regenerated, Diagnostics> {
        Regenerate { sdk: self.sdk(), swagger: None, save: false, check, asked }.attempt()
    }

    /// Regenerates; the version comes back.
    pub fn regenerate(&self) -> String {
        self.regenerate_asking(Asked::default())
    }

    pub fn regenerate_asking(&self, asked: Asked) -> String {
        let made = self.attempt(false, asked).unwrap_or_else(|problems| panic!("{problems}"));
        made.prepared.version.to_string()
    }

    /// What `--check` would show.
    pub fn stale(&self) -> String {
        let made = self.attempt(true, Asked::default());
        made.unwrap_or_else(|problems| panic!("{problems}")).changes.diff
    }

    pub fn try_release(&self, date: &str, execute: bool) -> Result<Released, Refusal> {
        let (sdk, root, date) = (self.sdk(), self.0.clone(), date.to_owned());
        Release { sdk, root, date, execute, publish: false }.attempt()
    }

    /// Commits everything, releases, and commits that.
    pub fn release(&self, date: &str) {
        self.commit();
        self.try_release(date, true).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        self.commit();
    }

    /// All files but those of git.
    pub fn snapshot(&self) -> BTreeMap<String, String> {
        let mut files = generator_tests::files(&self.0);
        files.retain(|path, _| !path.starts_with(".git/"));
        files
    }

    pub fn changelog(&self) -> String {
        self.read("generated/CHANGELOG.md")
    }

    /// The version in the manifest of the crate.
    pub fn version(&self) -> String {
        let manifest: toml::Table = self.read("generated/Cargo.toml").parse().unwrap();
        manifest["package"]["version"].as_str().unwrap().to_owned()
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(Path::new(&self.0));
    }
}
