//! `cargo xtask compile-goldens` and `compile-history`: what the generator makes, compiled.
//!
//! All crates go into one workspace below `target/`, so that they share their dependencies, and are checked
//! with warnings as errors, tests included.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use generator::command;
use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::generate::TemplateTree;
use generator::{output, templates};

use crate::root;

/// The arguments of `cargo xtask compile-history`.
#[derive(clap::Args)]
pub(crate) struct HistoryArguments {
    /// A folder of definitions.
    #[arg(long, value_name = "DIR", default_value = "../shared/history/guest-chat/swagger")]
    definitions: PathBuf,
    /// Compile only this many of them, spread evenly, the newest included.
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
}

/// Compiles the crates of all published definitions. They are not part of the repository; without them the
/// task says so and succeeds.
pub(crate) fn history(arguments: &HistoryArguments) -> ExitCode {
    let folder = root().join(&arguments.definitions);
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("skipped: there is no history at {}", folder.display());
        return ExitCode::SUCCESS;
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let files = spread(&files, arguments.sample.unwrap_or(files.len()));
    let config = command::read_config(&root().join("swagger/guest.toml"));
    finish(config.and_then(|config| {
        let mut workspace = Workspace::new("history")?;
        for file in files {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().replace('.', "-");
            workspace.add(&format!("v-{name}"), &file, config.clone())?;
        }
        Ok(workspace)
    }))
}

/// Compiles the crates of the golden definitions.
pub(crate) fn goldens() -> ExitCode {
    let folder = root().join("tests/generator/golden");
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut ideas: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    ideas.sort();
    let fill = || {
        let mut workspace = Workspace::new("golden")?;
        for idea in &ideas {
            let name = idea.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let config = command::read_config(&idea.join("config.toml"))?;
            workspace.add(&name, &idea.join("definition.yaml"), config)?;
        }
        Ok(workspace)
    };
    finish(fill())
}

fn finish(workspace: Result<Workspace, Diagnostics>) -> ExitCode {
    match workspace {
        Ok(workspace) => workspace.check(),
        Err(problems) => {
            command::print_diagnostics(&problems);
            command::exit_code(&problems)
        }
    }
}

/// `count` of the files, evenly spread, the last one included.
fn spread(files: &[PathBuf], count: usize) -> Vec<PathBuf> {
    let count = count.clamp(1, files.len().max(1));
    let last = files.len().saturating_sub(1);
    (1..=count).filter_map(|n| files.get(last * n / count).cloned()).collect()
}

/// Generated crates that are compiled together.
struct Workspace {
    folder: PathBuf,
    templates: TemplateTree,
    members: Vec<String>,
}

impl Workspace {
    fn new(name: &str) -> Result<Self, Diagnostics> {
        let templates = templates::from_folder(&root().join("templates"))?;
        let folder = root().join("target/compile").join(name);
        Ok(Self { folder, templates, members: Vec::new() })
    }

    fn add(
        &mut self,
        name: &str,
        definition: &Path,
        mut config: Config,
    ) -> Result<(), Diagnostics> {
        name.clone_into(&mut config.package.name);
        let definition = definition.display().to_string();
        let generated = command::generate_from(&definition, &config, &self.templates)?;
        output::write(&generated.files, &self.folder.join(name))?;
        self.members.push(name.to_owned());
        Ok(())
    }

    fn check(&self) -> ExitCode {
        if let Err(error) = self.write_manifest() {
            eprintln!("{}: {error}", self.folder.display());
            return ExitCode::from(3);
        }
        eprintln!("checking {} crates", self.members.len());
        let status = Command::new("cargo")
            .args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
            .env("CARGO_TARGET_DIR", root().join("target/compile-build"))
            .current_dir(&self.folder)
            .status();
        match status {
            Ok(status) if status.success() => {
                eprintln!("{} crates compile without a warning", self.members.len());
                ExitCode::SUCCESS
            }
            Ok(_) => ExitCode::from(1),
            Err(error) => {
                eprintln!("cargo could not be started: {error}");
                ExitCode::from(3)
            }
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
