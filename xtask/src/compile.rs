//! `cargo xtask compile-goldens`, `compile-history` and `compile-names`: what the generator makes, compiled.
//!
//! All crates go into one workspace below `target/`, so that they share their dependencies, and are checked
//! with warnings as errors, tests included; one whose tags are features, with each of them alone too. The tests of the
//! goldens are run, with the `wire.rs` that some of them have beside their definition, and their documentation is made,
//! in which no example may come from a definition. A golden with a `before.yaml` has a `consumer.rs`, written against the
//! crate of that: it is run with both crates.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use generator::command;
use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::generate::{self, Generated, Predecessor, TemplateTree};
use generator::names::words_of_code;
use generator::render::Templates;
use generator::{output, source, templates};
use history::Definition;
use serde_json::Value;

use crate::histories::{self, History, HistoryChoice, Version};
use crate::{doctests, every_name, root};

/// The arguments of `cargo xtask compile-history`.
#[derive(clap::Args)]
pub(crate) struct HistoryArguments {
    #[command(flatten)]
    histories: HistoryChoice,
    /// Compile only this many of the definitions, spread evenly, the newest included.
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
}

/// Compiles the crates of all published definitions.
pub(crate) fn history(arguments: &HistoryArguments) -> ExitCode {
    let histories = match histories::load(&arguments.histories) {
        Ok(histories) => histories,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    if histories.is_empty() {
        return ExitCode::SUCCESS;
    }
    let fill = || {
        let mut workspace = Workspace::new("history")?;
        for History { name, versions, config } in histories {
            let mut versions: Vec<&Version> = versions.iter().collect();
            versions.dedup_by_key(|version| &version.definition.name);
            let chosen = spread(&versions, arguments.sample.unwrap_or(versions.len()));
            eprintln!("{name}: {} of {} definitions", chosen.len(), versions.len());
            for version in chosen {
                let crate_name = format!("{name}-{}", version.name).replace(['.', '/'], "-");
                workspace.add_text(&crate_name, &version.definition, config.clone())?;
            }
        }
        Ok(workspace)
    };
    finish(fill(), Workspace::check)
}

/// The arguments of `cargo xtask compile-goldens`.
#[derive(clap::Args)]
pub(crate) struct GoldenArguments {
    /// Folders below `tests/generator/golden`; all of them if none is named.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

/// Compiles the crates of the golden definitions.
pub(crate) fn goldens(arguments: &GoldenArguments) -> ExitCode {
    let folder = root().join("tests/generator/golden");
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut ideas: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    ideas.sort();
    let name_of = |idea: &Path| idea.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let known: Vec<String> = ideas.iter().map(|idea| name_of(idea)).collect();
    if let Some(name) = arguments.names.iter().find(|name| !known.contains(name)) {
        eprintln!("no golden is called {name:?}; there are: {}", known.join(", "));
        return ExitCode::from(2);
    }
    if !arguments.names.is_empty() {
        ideas.retain(|idea| arguments.names.contains(&name_of(idea)));
    }
    let fill = || {
        let mut workspace = Workspace::new("golden")?;
        for idea in &ideas {
            let name = name_of(idea);
            let config = command::read_config(&idea.join("config.toml"))?;
            let definition = idea.join("definition.yaml");
            if idea.join("before.yaml").exists() {
                workspace.add_after(&name, idea, &definition, config)?;
            } else {
                workspace.add(&name, &definition, config)?;
            }
            workspace.add_test(&name, &idea.join("wire.rs"));
        }
        Ok(workspace)
    };
    finish(fill(), Workspace::test)
}

/// Compiles the crate of a definition that uses every word of the templates as a name, wherever a name can
/// stand.
pub(crate) fn names() -> ExitCode {
    let fill = || {
        let mut workspace = Workspace::new("names")?;
        let trees = [&workspace.templates.package, &workspace.templates.extensions];
        let code = trees.into_iter().flat_map(Templates::files);
        let words = code
            .filter_map(|(path, text)| match path.strip_suffix(".tera") {
                Some(target) => target.strip_suffix(".rs").map(|_| words_of_code(text, true)),
                None => path.strip_suffix(".rs").map(|_| words_of_code(text, false)),
            })
            .flatten()
            .collect();
        let definition = every_name::definition(&words);
        let config = Config::parse("names", "[crate]\nname = \"every-name\"")?;
        let generated =
            generate::generate("names.json", &definition, &config, &workspace.templates)?;
        workspace.put("every-name", &generated)?;
        Ok(workspace)
    };
    // No lints: half of the names are not written as Rust writes them.
    finish(fill(), |workspace| workspace.cargo(&["check", "--quiet", "--workspace"]))
}

fn finish(workspace: Result<Workspace, Diagnostics>, then: fn(&Workspace) -> ExitCode) -> ExitCode {
    match workspace {
        Ok(workspace) => then(&workspace),
        Err(problems) => {
            command::print_diagnostics(&problems);
            command::exit_code(&problems)
        }
    }
}

/// `count` of the items, evenly spread, the last one included.
fn spread<T: Copy>(items: &[T], count: usize) -> Vec<T> {
    let count = count.clamp(1, items.len().max(1));
    let last = items.len().saturating_sub(1);
    (1..=count).filter_map(|n| items.get(last * n / count).copied()).collect()
}

/// Where everything else is built, so that dependencies are compiled once.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn not_started(error: &std::io::Error) -> ExitCode {
    eprintln!("cargo could not be started: {error}");
    ExitCode::from(3)
}

/// Generated crates that are compiled together.
pub(crate) struct Workspace {
    folder: PathBuf,
    templates: TemplateTree,
    members: Vec<String>,
    /// Crate → the features of its tags, of those that have such.
    tags: BTreeMap<String, Vec<String>>,
}

impl Workspace {
    pub(crate) fn new(name: &str) -> Result<Self, Diagnostics> {
        let templates = templates::from_folder(&root().join("templates"))?;
        let folder = root().join("target/compile").join(name);
        Ok(Self { folder, templates, members: Vec::new(), tags: BTreeMap::new() })
    }

    pub(crate) fn add(
        &mut self,
        name: &str,
        definition: &Path,
        mut config: Config,
    ) -> Result<Generated, Diagnostics> {
        name.clone_into(&mut config.package.name);
        let definition = definition.display().to_string();
        let generated = command::generate_from(&definition, &config, &self.templates)?;
        self.put(name, &generated)?;
        Ok(generated)
    }

    fn add_text(
        &mut self,
        name: &str,
        definition: &Definition,
        mut config: Config,
    ) -> Result<(), Diagnostics> {
        name.clone_into(&mut config.package.name);
        let Definition { name: source, text } = definition;
        let generated = generate::generate(source, text, &config, &self.templates)?;
        self.put(name, &generated)
    }

    /// Adds the crate of `before.yaml`, the one after it, and the consumer of the first to both.
    fn add_after(
        &mut self,
        name: &str,
        idea: &Path,
        definition: &Path,
        mut config: Config,
    ) -> Result<(), Diagnostics> {
        let before = format!("{name}-before");
        let old = command::read_config(&idea.join("before.toml"))?;
        let old = self.add(&before, &idea.join("before.yaml"), old)?;
        name.clone_into(&mut config.package.name);
        let source = source::read(&definition.display().to_string())?;
        let predecessor = Predecessor { api: &old.api, names: &old.names };
        let new = generate::generate_after(
            &source.name,
            &source.text,
            &config,
            &self.templates,
            &predecessor,
        )?;
        self.put(name, &new)?;
        let consumer = source::read(&idea.join("consumer.rs").display().to_string())?;
        for name in [&before, name] {
            let target = self.folder.join(name).join("tests/consumer.rs");
            let text =
                format!("{}\nextern crate {} as sdk;\n", consumer.text, name.replace('-', "_"));
            output::replace(&target, &text)?;
        }
        Ok(())
    }

    fn put(&mut self, name: &str, generated: &Generated) -> Result<(), Diagnostics> {
        output::write(&generated.files, &self.folder.join(name))?;
        self.members.push(name.to_owned());
        let mut tags: Vec<String> = generated.names.features.values().cloned().collect();
        if !tags.is_empty() {
            // Without any, the crate must compile too.
            tags.push(String::new());
            self.tags.insert(name.to_owned(), tags);
        }
        Ok(())
    }

    /// Puts a test beside the generated ones.
    fn add_test(&self, name: &str, test: &Path) {
        let target = self.folder.join(name).join("tests/wire.rs");
        if fs::copy(test, &target).is_err() {
            // There is none, any more.
            let _ = fs::remove_file(target);
        }
    }

    /// Puts a test of replies beside the generated ones, with what it reads and what judges.
    pub(crate) fn add_replies(
        &self,
        name: &str,
        test: &str,
        instances: &Value,
        judge: &str,
    ) -> Result<(), Diagnostics> {
        let tests = self.folder.join(name).join("tests");
        let folder = tests.join("replies");
        // Where it cannot be made, nothing can be written into it either, which is said then.
        let _ = fs::create_dir_all(&folder);
        output::replace(&tests.join("replies.rs"), test)?;
        output::replace(&folder.join("instances.json"), &instances.to_string())?;
        output::replace(&folder.join("judge.rs"), judge)
    }

    /// How many crates there are.
    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }

    /// Runs the tests of replies of all crates.
    pub(crate) fn try_replies(&self) -> ExitCode {
        self.cargo(&["test", "--quiet", "--workspace", "--no-fail-fast", "--test", "replies"])
    }

    /// Checks all crates, with the fake service that their tests use.
    fn check(&self) -> ExitCode {
        let lint = ["clippy", "--quiet", "--workspace", "--all-targets", "--features", "test-util"];
        let code = self.cargo(&[&lint[..], &["--", "-D", "warnings"]].concat());
        if code == ExitCode::SUCCESS {
            eprintln!("{} crates compile without a warning", self.members.len());
        }
        code
    }

    /// Checks every crate whose tags are features with each of them alone, and with none.
    fn check_tags(&self) -> ExitCode {
        for (name, tags) in &self.tags {
            for features in tags {
                let lint = ["clippy", "--quiet", "--all-targets", "--no-default-features"];
                let of = ["--package", name, "--features", features, "--", "-D", "warnings"];
                let code = self.cargo(&[&lint[..], &of[..]].concat());
                if code != ExitCode::SUCCESS {
                    eprintln!("{name} does not compile with the features `{features}` alone");
                    return code;
                }
                eprintln!("{name} compiles with the features `{features}` alone");
            }
        }
        ExitCode::SUCCESS
    }

    /// Checks all crates and runs their tests.
    fn test(&self) -> ExitCode {
        let steps: [&dyn Fn() -> ExitCode; 5] = [
            &|| self.check(),
            &|| self.check_tags(),
            &|| {
                let test = ["test", "--quiet", "--workspace", "--tests", "--features", "test-util"];
                self.cargo(&test)
            },
            &|| self.document(),
            &|| self.list_doctests(),
        ];
        let failed = steps.iter().map(|step| step()).find(|code| *code != ExitCode::SUCCESS);
        failed.unwrap_or(ExitCode::SUCCESS)
    }

    /// Makes the documentation of all crates.
    fn document(&self) -> ExitCode {
        self.finished(
            Command::new("cargo")
                .args(["doc", "--quiet", "--workspace", "--no-deps"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    }

    /// Checks that `cargo test` would run no example but those of the templates.
    fn list_doctests(&self) -> ExitCode {
        let output = Command::new("cargo")
            .args(["test", "--quiet", "--workspace", "--doc", "--", "--list"])
            .env("CARGO_TARGET_DIR", target())
            .current_dir(&self.folder)
            .stderr(Stdio::inherit())
            .output();
        let output = match output {
            Ok(output) if output.status.success() => output,
            Ok(_) => return ExitCode::from(1),
            Err(error) => return not_started(&error),
        };
        let listed = String::from_utf8_lossy(&output.stdout);
        let templates = self.templates.package.files().map(|(path, text)| {
            (path.strip_suffix(".tera").unwrap_or(path).to_owned(), text.to_owned())
        });
        let unannounced = doctests::unannounced(&listed, &templates.collect(), |place| {
            fs::read_to_string(self.folder.join(place)).ok()
        });
        for example in &unannounced {
            eprintln!("{example} would run, and no template has it");
        }
        if unannounced.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
    }

    fn cargo(&self, arguments: &[&str]) -> ExitCode {
        if let Err(error) = self.write_manifest() {
            eprintln!("{}: {error}", self.folder.display());
            return ExitCode::from(3);
        }
        self.finished(Command::new("cargo").args(arguments))
    }

    fn finished(&self, cargo: &mut Command) -> ExitCode {
        let cargo = cargo.env("CARGO_TARGET_DIR", target()).current_dir(&self.folder);
        match cargo.status() {
            Ok(status) if status.success() => ExitCode::SUCCESS,
            Ok(_) => ExitCode::from(1),
            Err(error) => not_started(&error),
        }
    }

    /// The manifest of the workspace, with the lock file of this repository, so that nothing is resolved
    /// anew.
    fn write_manifest(&self) -> std::io::Result<()> {
        let members: Vec<String> = self.members.iter().map(|name| format!("{name:?}")).collect();
        let manifest =
            format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        fs::copy(root().join("Cargo.lock"), self.folder.join("Cargo.lock"))?;
        Ok(())
    }
}
