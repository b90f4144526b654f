//! What the two command lines share: reading the inputs, running, writing, and the words for people.
//!
//! The binaries only parse arguments and call this. Everything that touches a terminal is here.

mod configuration;
mod crate_name;
pub mod diff;
mod explain;
pub mod generate;
mod git;
pub mod inspect;
mod new_sdk;
mod old_names;
mod overlays;
mod regenerate;
mod release;
mod repository;
mod severities;
mod terminal;
pub mod today;
mod used_by;

pub use new_sdk::{Made, NewSdk, Unfit};
pub use regenerate::{Regenerate, Regenerated, Sdk, regenerate};
pub use release::{Refusal, Release, Released, release};
pub use repository::Repository;

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use clap::error::ErrorKind;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::diff::report::visible_lines;
use crate::generate::{self as making, Generated, TemplateTree};
use crate::limit::{Limits, Setting, Table};
use crate::output::Changes;
use crate::source;

pub use self::explain::{explain, schema};

/// Reads a definition and generates.
pub fn generate_from(
    swagger: &str,
    config: &Config,
    templates: &TemplateTree,
) -> Result<Generated, Diagnostics> {
    let source = source::read_within(swagger, config.limits)?;
    making::generate(&source.name, &source, config, templates)
}

/// Reads a configuration.
pub fn read_config(path: &Path) -> Result<Config, Diagnostics> {
    let source = source::read(&path.display().to_string())?;
    let mut config = Config::parse(&source.name, &source.text).map_err(|problem| {
        let document = source::parse(&source.name, &source.text);
        let is_definition = document.is_ok_and(|document| source::version(&document).is_ok());
        if is_definition { not_a_config(&source.name) } else { problem }
    })?;
    overlays::of_config(&mut config, path.parent().unwrap_or(Path::new("")))?;
    Ok(config)
}

fn not_a_config(name: &str) -> Diagnostic {
    let message = format!("`{name}` is an API definition, not a configuration.");
    Diagnostic::new(Code::InvalidConfig, message)
        .in_file(name)
        .help("`--config` takes the `.toml` file that names the crate.")
}

/// Says what changed, or what would. `out` is what people call the crate or its folder.
fn finish(out: impl Display, check: bool, changes: &Changes) -> ExitCode {
    let mut counts = format!(
        "{} added, {} changed, {} removed, {} unchanged",
        changes.added.len(),
        changes.changed.len(),
        changes.removed.len(),
        changes.unchanged
    );
    if !changes.beside.is_empty() {
        counts = format!("{counts}; also {}", changes.beside.join(", "));
    }
    if !check {
        eprintln!("{out}: {counts}");
        return ExitCode::SUCCESS;
    }
    if changes.is_empty() {
        eprintln!("{out} is up to date ({} files)", changes.unchanged);
        return ExitCode::SUCCESS;
    }
    print!("{}", changes.diff);
    eprintln!("{out} is out of date: {counts}; run the same command without `--check`");
    ExitCode::from(1)
}

/// Reports arguments that contradict each other, as the parser of arguments does.
fn refuse(message: &str) -> ExitCode {
    let error = clap::Error::raw(ErrorKind::ArgumentConflict, format!("{message}\n"));
    let _ = error.print();
    ExitCode::from(2)
}

/// How much a definition may ask for, and how much of what is wrong with it is told.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Amounts {
    /// Another value for a limit of what a definition may ask for; `--help` lists them.
    #[arg(long = "limit", value_name = "NAME=VALUE", long_help = long_help())]
    limits: Vec<Setting>,
    /// Print every problem, however many are alike.
    #[arg(long)]
    verbose: bool,
}

fn long_help() -> String {
    format!(
        "Another value for a limit of what a definition may ask for; may be repeated. Each comes before the one in \
             `[limits]` of the configuration. By default:\n{Table}"
    )
}

impl Amounts {
    /// The limits of a configuration, but for those that the command line sets.
    fn over(&self, configured: Limits) -> Limits {
        self.limits.iter().fold(configured, |limits, setting| limits.with(*setting))
    }

    fn print(&self, diagnostics: &Diagnostics) {
        if self.verbose {
            print(diagnostics, &diagnostics.in_full());
        } else {
            print_diagnostics(diagnostics);
        }
    }
}

/// Prints problems to standard error, of many alike the first, and how many there are.
pub fn print_diagnostics(diagnostics: &Diagnostics) {
    print(diagnostics, diagnostics);
}

fn print(diagnostics: &Diagnostics, text: &dyn Display) {
    if diagnostics.is_empty() {
        return;
    }
    let errors = diagnostics.count(Severity::Error);
    let warnings = diagnostics.count(Severity::Warning);
    // The messages quote the definition, which may hold anything.
    eprintln!("{}", visible_lines(&text.to_string()));
    let counted = |count: usize, what: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {what}{plural}")
    };
    eprintln!("{}, {}", counted(errors, "error"), counted(warnings, "warning"));
}

/// 3 when the environment is to blame, 2 otherwise.
pub fn exit_code(diagnostics: &Diagnostics) -> ExitCode {
    let environment = |code| matches!(code, Code::UnwritableOutput | Code::MissingProgram);
    let environment = diagnostics.iter().any(|problem| environment(problem.code));
    ExitCode::from(if environment { 3 } else { 2 })
}

/// How long a run must take before it shows that it is alive.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows on a terminal that a long run is alive.
pub struct Progress {
    stop: mpsc::Sender<()>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Progress {
    /// Starts counting; nothing is shown before a second has passed, or without a terminal.
    pub fn start(what: &'static str) -> Self {
        let (stop, stopped) = mpsc::channel();
        let thread = std::io::stderr().is_terminal().then(|| {
            std::thread::spawn(move || {
                let started = Instant::now();
                while let Err(mpsc::RecvTimeoutError::Timeout) = stopped.recv_timeout(PATIENCE) {
                    eprint!("\r{what} … {} s", started.elapsed().as_secs());
                    let _ = std::io::stderr().flush();
                }
                if started.elapsed() > PATIENCE {
                    eprint!("\r\x1b[K");
                }
            })
        });
        Self { stop, thread }
    }

    /// Takes the line away.
    pub fn stop(self) {}
}

impl Drop for Progress {
    fn drop(&mut self) {
        let _ = self.stop.send(());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
