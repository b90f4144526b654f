//! `inspect DEFINITION`: how much of a definition its crate would say, and what it would not, with the reasons.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::crate_name::named_after;
use super::overlays::Overlays;
use super::severities::Severities;
use super::{Amounts, Progress, exit_code, read_config, terminal};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::diff::report::visible_lines;
use crate::generate::{Generated, generate};
use crate::output;
use crate::source;
use crate::templates;
use crate::view::{Completeness, Grade, Part, Tally};

/// The arguments of `inspect`.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// The definition, JSON or YAML: a file, `git:REVISION:PATH`, or `-` for standard input.
    definition: String,
    /// The folder that holds all files of the definition, that of the definition itself otherwise: no reference leads out
    /// of it.
    #[arg(long, value_name = "DIR")]
    files_below: Option<PathBuf>,
    /// The configuration of the crate: what it prunes and corrects is not there, its types are.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How to print it.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    overlays: Overlays,
    #[command(flatten)]
    severities: Severities,
    #[command(flatten)]
    amounts: Amounts,
}

/// A form of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table, and a list of what the crate does not say.
    Text,
    /// The same as one JSON document.
    Json,
}

/// Makes the crate in memory and prints how much it says. Exit codes: 0 done; 2 bad input; 3 the environment failed.
pub fn run(arguments: &Arguments) -> ExitCode {
    match arguments.attempt() {
        Ok(generated) => {
            let completeness = &generated.completeness;
            let text = match arguments.format {
                Format::Text => report(completeness),
                Format::Json => json(completeness),
            };
            terminal::print(&text)
        }
        Err(problems) => {
            arguments.amounts.print(&problems);
            exit_code(&problems)
        }
    }
}

impl Arguments {
    fn attempt(&self) -> Result<Generated, Diagnostics> {
        let progress = Progress::start("inspecting");
        let templates = templates::embedded();
        let named = self.config.as_deref().map(read_config).transpose()?;
        let configured = named.as_ref().map(|config| config.limits).unwrap_or_default();
        let limits = self.amounts.over(configured);
        let source = source::read_with(&self.definition, self.files_below.as_deref(), limits)?;
        let mut config =
            named.unwrap_or_else(|| Config::plain(&named_after(&source, limits, &templates)));
        config.limits = limits;
        self.severities.lay_over(&mut config.diagnostics);
        self.overlays.add_to(&mut config)?;
        let generated = generate(&source.name, &source, &config, &templates)?;
        progress.stop();
        Ok(generated)
    }
}

/// Writes the report to a file: as JSON where its name ends so, else as text.
pub(super) fn write(completeness: &Completeness, file: &Path) -> Result<(), Diagnostics> {
    let is_json = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let text = if is_json { json(completeness) } else { report(completeness) };
    output::replace(file, &text)
}

fn json(completeness: &Completeness) -> String {
    let mut text = serde_json::to_string_pretty(completeness).unwrap_or_default();
    text.push('\n');
    text
}

/// The report for people.
fn report(completeness: &Completeness) -> String {
    let mut text = format!(
        "{:<16}{:>8}{:>8}{:>8}{:>12}{:>8}{:>10}\n",
        "", "total", "typed", "open", "documented", "less", "left out"
    );
    for (name, of) in completeness.tallies() {
        let Tally { total, typed, open, documented, less, left_out } = of;
        let _ = writeln!(
            text,
            "{name:<16}{total:>8}{typed:>8}{open:>8}{documented:>12}{less:>8}{left_out:>10}"
        );
    }
    text.push_str(
        "\nopen: the definition allows any JSON value. documented: the documentation says more than the type.\n\
         less: the type says less than the definition. left out: it is not in the crate.\n",
    );
    for grade in [Grade::LeftOut, Grade::Less, Grade::Documented] {
        let places = completeness.shortfalls.iter().filter(|shortfall| shortfall.grade == grade);
        let places: Vec<_> = places.collect();
        if places.is_empty() {
            continue;
        }
        let title = match grade {
            Grade::LeftOut => "Left out",
            Grade::Less => "Less than the definition",
            Grade::Documented => "Only documented",
        };
        let _ = writeln!(text, "\n{title}:");
        for place in places {
            let code = place.code.map(|code| format!(" [{code}]")).unwrap_or_default();
            let (part, pointer) = (part(place.part), visible_lines(place.pointer.as_str()));
            let _ =
                writeln!(text, "  {part} #{pointer}{code}\n      {}", visible_lines(&place.reason));
        }
    }
    text
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Operation => "operation",
        Part::Parameter => "parameter",
        Part::Body => "request body",
        Part::Reply => "reply",
        Part::Schema => "schema",
    }
}

/// One line for the end of a run.
pub(super) fn summary(completeness: &Completeness) -> String {
    let Completeness { operations, schemas, .. } = completeness;
    let mut line = format!(
        "{} of {} operations can be called; {} of {} schema places are typed, {} are left open by the definition",
        operations.typed, operations.total, schemas.typed, schemas.total, schemas.open
    );
    let rest =
        [(schemas.documented, "in part only documented"), (schemas.less, "less than it says")];
    for (count, what) in rest.into_iter().filter(|(count, _)| *count > 0) {
        let _ = write!(line, ", {count} {what}");
    }
    line
}
