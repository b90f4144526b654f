//! `generate DEFINITION`: a crate in a folder of its own, with the lock that the next run inherits from.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use super::crate_name::named_after;
use super::inspect;
use super::overlays::Overlays;
use super::severities::Severities;
use super::{Amounts, Progress, exit_code, finish, read_config, refuse};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::generate::{Generated, LockedBefore, generate_locked};
use crate::lock::{self, Lock};
use crate::output::{self, Beside, Changes, MANIFEST};
use crate::source::{self, SourceText};
use crate::templates;
use crate::view::Completeness;

/// The arguments of `generate`.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// The definition, JSON or YAML: a file, `git:REVISION:PATH`, or `-` for standard input.
    #[arg(required_unless_present = "swagger", conflicts_with = "swagger")]
    definition: Option<String>,
    /// What nobody should write: a second definition gets an answer of its own.
    #[arg(hide = true)]
    more: Vec<String>,
    /// The definition, as an option.
    #[arg(long, value_name = "FILE")]
    swagger: Option<String>,
    /// The folder that holds all files of the definition, that of the definition itself otherwise: no reference leads out
    /// of it.
    #[arg(long, value_name = "DIR")]
    files_below: Option<PathBuf>,
    /// The configuration of the crate; without one it is named after the title of the API.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of the crate; one of its name in the current folder otherwise. It is made if it is not there.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The lock, which keeps the names that callers know; `sdk.lock` in the folder of the crate otherwise.
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// Make a first version, whatever earlier ones gave out, and a new lock.
    #[arg(long)]
    fresh: bool,
    /// A folder of templates, laid over the built-in ones file by file.
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Write into a folder that holds other files too; they stay as they are.
    #[arg(long)]
    into_existing: bool,
    #[command(flatten)]
    overlays: Overlays,
    #[command(flatten)]
    severities: Severities,
    /// Also write how much of the definition the crate says, as `inspect` prints it: JSON where the name ends in `.json`.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    report: Option<PathBuf>,
    /// Write nothing; print what would change and exit with 1 if anything would.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    amounts: Amounts,
    /// Print how long each stage took (microseconds), and the peak memory.
    #[arg(long, hide = true)]
    timings: bool,
}

/// What came of a run.
struct Made {
    /// The name of the crate.
    name: String,
    out: PathBuf,
    lock: PathBuf,
    /// How much of the definition the crate says.
    completeness: Completeness,
    /// Warnings.
    diagnostics: Diagnostics,
    /// How long each stage took, in order.
    timings: Vec<(&'static str, Duration)>,
    changes: Changes,
    /// Whether the folder held a crate whose lock is gone.
    is_lock_lost: bool,
}

/// Generates a crate and says on standard error what happened. Exit codes: 0 done; 1 the check found
/// differences; 2 bad input; 3 the environment failed.
pub fn run(arguments: &Arguments) -> ExitCode {
    if !arguments.more.is_empty() {
        let message = "a crate is made of one definition; `diff OLD NEW` compares two";
        return refuse(message);
    }
    match arguments.attempt() {
        Ok(made) => {
            arguments.amounts.print(&made.diagnostics);
            if arguments.timings {
                print_timings(&made.timings);
            }
            made.tell(arguments)
        }
        Err(problems) => {
            arguments.amounts.print(&problems);
            exit_code(&problems)
        }
    }
}

impl Arguments {
    fn attempt(&self) -> Result<Made, Diagnostics> {
        let progress = Progress::start("generating");
        let templates = match &self.templates {
            Some(folder) => templates::with_folder(folder)?,
            None => templates::embedded(),
        };
        let named = self.config.as_deref().map(read_config).transpose()?;
        let input = self.definition.as_deref().or(self.swagger.as_deref());
        let configured = named.as_ref().map(|config| config.limits).unwrap_or_default();
        let limits = self.amounts.over(configured);
        let below = self.files_below.as_deref();
        let source = source::read_with(input.unwrap_or_default(), below, limits)?;
        let mut config =
            named.unwrap_or_else(|| Config::plain(&named_after(&source, limits, &templates)));
        config.limits = limits;
        self.severities.lay_over(&mut config.diagnostics);
        self.overlays.add_to(&mut config)?;
        let name = config.package.name.clone();
        let out = self.out.clone().unwrap_or_else(|| PathBuf::from(&name));
        let place = self.lock_place(&config, &out);
        let before = self.last_lock(&place)?;
        let is_lock_lost = before.is_none() && !self.fresh && out.join(MANIFEST).is_file();
        let before = before.as_ref().map(|(file, lock)| LockedBefore { file, lock });
        // All but the files goes before they are written: of a large definition that is more than they are.
        let (Generated { files, completeness, diagnostics, timings, .. }, lock) =
            generate_locked(&source.name, &source, &config, &templates, before)?;
        let beside = Beside::from([(place.clone(), lock.to_text())]);
        drop(lock);
        let act = match self {
            Self { check: true, .. } => output::check_with,
            Self { into_existing: true, .. } => output::write_into_existing,
            _ => output::write_with,
        };
        let changes = act(&files, &out, &beside)?;
        if let Some(file) = &self.report {
            inspect::write(&completeness, file)?;
        }
        progress.stop();
        Ok(Made {
            name,
            out,
            lock: place,
            completeness,
            diagnostics,
            timings,
            changes,
            is_lock_lost,
        })
    }

    /// Where the lock is: where the command line says, then where the configuration does.
    fn lock_place(&self, config: &Config, out: &Path) -> PathBuf {
        let folder = self.config.as_deref().and_then(Path::parent);
        let configured =
            config.lock.as_ref().map(|lock| folder.unwrap_or(Path::new("")).join(lock));
        self.lock.clone().or(configured).unwrap_or_else(|| out.join(lock::FILE))
    }

    /// The lock of the last run, and its name; `None` for a first version.
    fn last_lock(&self, place: &Path) -> Result<Option<(String, Lock)>, Diagnostics> {
        if !place.exists() {
            return Ok(None);
        }
        // A pipe would be waited for without end.
        if !place.is_file() {
            let place = place.display().to_string();
            return Err(Diagnostic::new(
                Code::UnreadableInput,
                format!("The lock `{place}` is not a file."),
            )
            .in_file(&place)
            .help("`--lock` names a file, such as `api.lock`.")
            .into());
        }
        let SourceText { name, text, .. } = source::read(&place.display().to_string())?;
        if !self.fresh {
            let lock = Lock::parse(&name, &text)?;
            return Ok(Some((name, lock)));
        }
        if Lock::is_one(&text) {
            return Ok(None);
        }
        let message = format!("`{name}` is no lock, and a new one would replace it.");
        Err(Diagnostic::new(Code::DamagedLock, message)
            .in_file(&name)
            .help("Move it away, or name another place with `--lock`.")
            .into())
    }
}

impl Made {
    /// Says what happened.
    fn tell(&self, arguments: &Arguments) -> ExitCode {
        let Self { name, out, lock, changes, .. } = self;
        if self.is_lock_lost {
            let (out, lock) = (out.display(), lock.display());
            eprintln!(
                "note: `{out}` holds a generated crate, but there is no lock `{lock}`: names that earlier runs gave out may \
                 have changed. If there was one, restore it (`git checkout`) and run again."
            );
        }
        if arguments.config.is_none() && !arguments.check && !changes.added.is_empty() {
            eprintln!(
                "note: the crate is named after the title of the API; `--config` names it otherwise"
            );
        }
        eprintln!("{}", inspect::summary(&self.completeness));
        finish(format!("crate `{name}` in {}", out.display()), arguments.check, changes)
    }
}

/// One line per stage (`stage<TAB>microseconds`), then the peak memory in KiB where the system tells.
fn print_timings(timings: &[(&'static str, Duration)]) {
    for (stage, time) in timings {
        println!("{stage}\t{}", time.as_micros());
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    if let Some(kib) = peak.and_then(|peak| peak.split_whitespace().next()) {
        println!("peak-kib\t{kib}");
    }
}
