//! `diff OLD NEW`: what changed between two definitions, for both command lines.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::configuration::Choice;
use super::old_names::OldNames;
use super::overlays::Overlays;
use super::{Amounts, Progress, Sdk, exit_code, read_config, refuse, terminal, used_by};
use crate::bump::Bump;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::diff::report::{Detail, Format, Policy, Report, Style, Versions, render};
use crate::diff::{self, Options, Outcome};
use crate::limit::Limits;
use crate::release::{Asked, Version, next};
use crate::source::{self, SourceText};
use crate::{output, templates};

/// The arguments of `diff`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The old definition: a file, `git:REVISION:PATH`, or `-` for standard input.
    #[arg(value_name = "OLD")]
    old: String,
    /// The new definition, likewise.
    #[arg(value_name = "NEW")]
    new: String,
    /// Who decides how far the version moves.
    #[arg(long, value_enum, default_value_t = Policy::Rust)]
    policy: Policy,
    /// How the report is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Which changes a person is shown: those that break, or all of them; without it, those that fit in what a
    /// person reads.
    #[arg(long, value_enum, value_name = "LEVEL")]
    level: Option<Level>,
    /// Look only at what travels, and make no crates: quick, but nothing is said of Rust callers.
    #[arg(long, conflicts_with_all = ["code", "lock"])]
    wire: bool,
    /// Add the difference of the generated code.
    #[arg(long)]
    code: bool,
    /// Exit with 1 when the version must move as far as this or farther; `unknown`: when there are differences that
    /// nobody has judged. May be given for both.
    #[arg(long, value_name = "LEVEL", value_parser = level())]
    fail_on: Vec<FailOn>,
    /// Say which of the changes a program notices, by its source: a crate, or a file. May be given for many.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["wire", "code", "format", "out", "level", "print_bump", "print_version", "width", "current"])]
    used_by: Vec<PathBuf>,
    /// Print only how far the version must move: none, patch, minor or major.
    #[arg(long, conflicts_with_all = ["print_version", "format", "width"])]
    print_bump: bool,
    /// Print only the version that follows this one.
    #[arg(long, value_name = "CURRENT", value_parser = version, conflicts_with_all = ["format", "width"])]
    print_version: Option<String>,
    /// The version that the SDK has now; the report names the next one.
    #[arg(long, value_name = "VERSION", value_parser = version)]
    current: Option<String>,
    /// The configuration of the crate.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The lock beside the crate of OLD, which says what that calls everything.
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// A folder of templates, laid over the built-in ones file by file.
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    #[command(flatten)]
    overlays: Overlays,
    #[command(flatten)]
    amounts: Amounts,
    /// Write the report to a file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How many columns a line of the text has; those of the terminal otherwise.
    #[arg(long, value_name = "COLUMNS")]
    width: Option<u16>,
}

/// What a command line takes where no argument says otherwise.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    /// The SDK that was asked for.
    pub sdk: Option<Sdk>,
    /// The SDKs of the repository, one of which may be meant.
    pub sdks: Vec<Sdk>,
    /// A folder of templates that are laid over the embedded ones.
    pub templates: Option<PathBuf>,
}

/// Which changes a report shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Level {
    /// Those for which the version moves by a major number.
    Breaking,
    /// All of them, with all that is known of each.
    All,
}

/// What makes the program fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FailOn {
    /// A version that must move so far.
    Bump(Bump),
    /// Differences that nobody has judged.
    Unknown,
}

impl FailOn {
    fn is_met(self, report: &Report) -> bool {
        match self {
            Self::Bump(limit) => report.verdict.bump >= limit,
            Self::Unknown => report.verdict.unknown > 0,
        }
    }
}

fn level() -> impl TypedValueParser<Value = FailOn> {
    let names = ["major", "minor", "patch", UNKNOWN];
    PossibleValuesParser::new(names).try_map(|name| match name.as_str() {
        UNKNOWN => Ok(FailOn::Unknown),
        level => level.parse::<Bump>().map(FailOn::Bump),
    })
}

/// The level of what nobody has judged.
const UNKNOWN: &str = "unknown";

fn version(text: &str) -> Result<String, String> {
    let known = next_version(text, Bump::Patch).map(|_| text.to_owned());
    known.ok_or_else(|| "a version is three numbers, such as `0.1.0`".to_owned())
}

impl clap::ValueEnum for Policy {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Rust => PossibleValue::new(self.name()).help("The wire and the Rust compiler"),
            Self::Official => {
                PossibleValue::new(self.name()).help("The rules of the official SDKs")
            }
        })
    }
}

/// Compares two definitions and says what it found. Exit codes: 0 done; 1 `--fail-on` was reached; 2 bad
/// input or usage; 3 the environment failed.
pub fn run(arguments: &Arguments, defaults: &Defaults) -> ExitCode {
    if arguments.old == "-" && arguments.new == "-" {
        return refuse("only one of OLD and NEW can be read from the standard input");
    }
    let progress = Progress::start("comparing");
    let outcome = compare(arguments, defaults);
    progress.stop();
    let (report, of_programs) = match outcome {
        Ok((Outcome { report, diagnostics }, of_programs)) => {
            arguments.amounts.print(&diagnostics);
            (report, of_programs)
        }
        Err(problems) => return fail(arguments, &problems),
    };
    if is_same_file(&arguments.old, &arguments.new) {
        eprintln!("note: OLD and NEW are the same file");
    }
    let told = match of_programs {
        Some(text) => match terminal::print(&text) {
            ExitCode::SUCCESS => Ok(()),
            failed => Err(failed),
        },
        None => tell(arguments, &report),
    };
    if let Err(problems) = told {
        return problems;
    }
    let fails = arguments.fail_on.iter().any(|limit| limit.is_met(&report));
    if fails { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

fn fail(arguments: &Arguments, problems: &Diagnostics) -> ExitCode {
    arguments.amounts.print(problems);
    exit_code(problems)
}

/// The outcome, and what was asked about programs.
fn compare(
    arguments: &Arguments,
    defaults: &Defaults,
) -> Result<(Outcome, Option<String>), Diagnostics> {
    // Which configuration it is may depend on what the definitions are.
    let named = arguments.config.as_deref().map(read_config).transpose()?;
    let limits = arguments.amounts.over(named.map(|config| config.limits).unwrap_or_default());
    let (old, new) = read_both(&arguments.old, &arguments.new, limits)?;
    let choice = Choice {
        file: arguments.config.clone(),
        sdk: defaults.sdk.clone(),
        sdks: defaults.sdks.clone(),
    };
    let (config, configuration) = choice.make(&old, &new, limits)?;
    let mut config = Config { limits: arguments.amounts.over(config.limits), ..config };
    arguments.overlays.add_to(&mut config)?;
    if arguments.wire {
        let options = Options {
            config,
            templates: templates::embedded(),
            policy: arguments.policy,
            code: false,
            today: Some(super::today::today()),
        };
        let mut outcome = diff::diff_on_the_wire(&old, &new, &options)?;
        outcome.report.configuration = Some(configuration);
        outcome.report.versions = versions(arguments, &outcome.report);
        return Ok((outcome, None));
    }
    let sdk = defaults.sdks.iter().find(|sdk| Some(&sdk.name) == configuration.sdk.as_ref());
    let OldNames { lock, said } = OldNames::find(arguments.lock.as_deref(), sdk, &old, &config)?;
    let templates = match arguments.templates.as_ref().or(defaults.templates.as_ref()) {
        Some(folder) => templates::with_folder(folder)?,
        None => templates::embedded(),
    };
    let policy = arguments.policy;
    let today = Some(super::today::today());
    let options = Options { config, templates, policy, code: arguments.code, today };
    let (sides, mut outcome) = diff::diff_after(&old, &new, lock.as_ref(), &options)?;
    let of_programs = used_by::answer(&arguments.used_by, &sides, &outcome.report, &options)?;
    outcome.report.configuration = Some(configuration);
    outcome.report.names = Some(said);
    outcome.report.versions = versions(arguments, &outcome.report);
    Ok((outcome, of_programs))
}

/// What the answer means for the version that the SDK has.
fn versions(arguments: &Arguments, report: &Report) -> Option<Versions> {
    let current = arguments.current.as_ref()?;
    let new = next_version(current, report.verdict.bump);
    Some(Versions { old: current.clone(), new: new.unwrap_or_else(|| current.clone()) })
}

/// Reads both definitions; when neither can be read, both are reported.
fn read_both(
    old: &str,
    new: &str,
    limits: Limits,
) -> Result<(SourceText, SourceText), Diagnostics> {
    match (source::read_within(old, limits), source::read_within(new, limits)) {
        (Ok(old), Ok(new)) => Ok((old, new)),
        (old, new) => Err([old.err(), new.err()].into_iter().flatten().collect()),
    }
}

/// The version that follows `current`; `None` when that is not a version.
fn next_version(current: &str, bump: Bump) -> Option<String> {
    let current = Version::parse(current).ok()?;
    next(&current, bump, &Asked::default()).ok().map(|version| version.to_string())
}

fn is_same_file(old: &str, new: &str) -> bool {
    let place = |path: &str| Path::new(path).canonicalize().ok();
    old == new || place(old).is_some_and(|old| Some(old) == place(new))
}

/// Writes what was asked for: the report to its file, and one thing to the standard output.
fn tell(arguments: &Arguments, report: &Report) -> Result<(), ExitCode> {
    let width = arguments.width.map(usize::from);
    let detail = arguments.level.map_or(Detail::Readable, |_| Detail::Full);
    let breaking;
    let report = if arguments.level == Some(Level::Breaking) {
        breaking = report.breaking();
        &breaking
    } else {
        report
    };
    if let Some(path) = &arguments.out {
        let style = Style { width: width.unwrap_or(Style::WIDTH), colour: false, detail };
        let text = render(report, arguments.format, style);
        output::replace(path, &text).map_err(|problems| fail(arguments, &problems))?;
    }
    let bump = report.verdict.bump;
    let only_prints = arguments.print_bump || arguments.print_version.is_some();
    if only_prints && report.verdict.unknown > 0 {
        eprintln!("warning: {}", report.verdict.reason);
    }
    let text = if arguments.print_bump {
        format!("{bump}\n")
    } else if let Some(current) = &arguments.print_version {
        let next = next_version(current, bump);
        format!("{}\n", next.as_deref().unwrap_or(current))
    } else if arguments.out.is_some() {
        return Ok(());
    } else {
        render(report, arguments.format, terminal::style(width, detail))
    };
    match terminal::print(&text) {
        ExitCode::SUCCESS => Ok(()),
        failed => Err(failed),
    }
}
