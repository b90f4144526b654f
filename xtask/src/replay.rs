//! `cargo xtask replay [DIR]`: a history of definitions, step by step, in all analyses.
//!
//! Each version is made after the one before it, as releases would be, and what the official differ said of a step is
//! held against what our analysis of its rules says. `--prove` compiles, for each step, a program that uses all of the
//! old crate against the new one, and holds the verdict against the compiler.

use std::collections::BTreeMap;
use std::process::ExitCode;

use generator::bump::Bump;
use generator::command;
use generator::diagnostic::Diagnostics;
use generator::diff::report::{Analysis, Policy, Report};
use generator::diff::{self, Options, Side};
use generator::source::SourceText;
use generator::templates;
use history::published::line;
use history::{Definition, Official};

use crate::histories::{self, History, HistoryChoice, Version};
use crate::prove::{Crate, Proof};
use crate::root;

/// The arguments of `cargo xtask replay`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    histories: HistoryChoice,
    /// Compile old programs against new crates.
    #[arg(long)]
    prove: bool,
    /// With `--prove`: compile only this many of the steps that change something, spread evenly.
    #[arg(long, value_name = "N", requires = "prove")]
    sample: Option<usize>,
    /// With `--prove`: also ask cargo-semver-checks, which must be installed.
    #[arg(long, requires = "prove")]
    semver_checks: bool,
}

/// What was found about a step.
struct Row {
    /// The place of the old crate among the crates; the new one follows it.
    old: usize,
    from: String,
    to: String,
    published: Option<Bump>,
    agrees: Option<bool>,
    report: Report,
}

/// Replays histories.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
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
    let mut replayed = Replay::default();
    for history in &histories {
        if let Err(problems) = replay(history, &mut replayed) {
            command::print_diagnostics(&problems);
            return command::exit_code(&problems);
        }
    }
    let sound = print(&replayed);
    let proven = !arguments.prove || prove(arguments, &replayed);
    if sound && proven { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

/// All that a replay found.
#[derive(Default)]
struct Replay {
    rows: Vec<Row>,
    crates: Vec<Crate>,
}

/// Goes through one history.
fn replay(history: &History, found: &mut Replay) -> Result<(), Diagnostics> {
    let mut config = history.config.clone();
    // One name and version for all, so that only what the definitions say differs.
    "replayed".clone_into(&mut config.package.name);
    let templates = templates::from_folder(&root().join("templates"))?;
    let options = Options { config, templates, policy: Policy::Rust, code: false, today: None };
    let mut last: Option<(&Version, Side)> = None;
    for version in &history.versions {
        let Definition { name, text } = version.definition.clone();
        let text = SourceText::new(name, text);
        let side = match &last {
            None => Side::first(&text, &options)?,
            Some((before, old)) => {
                let definition = options.define(&text)?;
                let (new, comparison) = old.successor(definition, &options)?;
                let differs = old.generated.files != new.generated.files;
                let report =
                    diff::compare_versions(old, &new, &comparison, differs, &options).report;
                found.rows.push(Row {
                    old: found.crates.len() - 1,
                    from: before.name.clone(),
                    to: version.name.clone(),
                    published: published(&before.name, &version.name),
                    agrees: version.official.as_ref().map(|official| agrees(official, &report)),
                    report,
                });
                new
            }
        };
        found.crates.push(Crate {
            name: format!("v{:03}", found.crates.len()),
            files: side.generated.files.clone(),
            public_api: side.generated.public_api.clone(),
        });
        last = Some((version, side));
    }
    Ok(())
}

/// How far the published version moved; `None` when the names are not versions.
fn published(old: &str, new: &str) -> Option<Bump> {
    let numbers = |name: &str| -> Option<[u64; 3]> {
        let name = name.strip_prefix('v').unwrap_or(name).split(['-', '+']).next()?;
        let numbers: Vec<u64> = name.split('.').map_while(|part| part.parse().ok()).collect();
        numbers.try_into().ok()
    };
    let (old, new) = (numbers(old)?, numbers(new)?);
    Some(match old.iter().zip(&new).position(|(old, new)| old != new) {
        Some(0) => Bump::Major,
        Some(1) => Bump::Minor,
        Some(_) => Bump::Patch,
        None => Bump::None,
    })
}

/// Whether the official analysis says what the history records, line for line.
fn agrees(official: &Official, report: &Report) -> bool {
    let verdict = match report.verdict.legacy {
        Bump::Patch => "point",
        other => other.as_str(),
    };
    let changes = report.legacy.iter().map(|of| line(&of.impact, &of.group, &of.text)).collect();
    official.agrees(verdict, changes)
}

/// Prints the table and the totals. False when the official analysis disagrees with the record, a difference is
/// uncovered, or an item changed without a reason: nothing but the definitions differs in a replay.
fn print(replay: &Replay) -> bool {
    println!(
        "{:<24} {:<9} {:<9} {:<7} {:<7} {:<7} what forces it",
        "step", "published", "official", "wire", "public API", "verdict"
    );
    let mut disagreements = 0;
    let mut uncovered = 0;
    let mut unexplained = Vec::new();
    for row in &replay.rows {
        let verdict = &row.report.verdict;
        let mark = if row.agrees == Some(false) { "!" } else { "" };
        let official = format!("{}{mark}", verdict.legacy);
        disagreements += usize::from(row.agrees == Some(false));
        uncovered += row.report.uncovered.len();
        let orphans =
            row.report.entries.iter().filter(|entry| entry.analysis == Analysis::PublicApi);
        let items = orphans.flat_map(|entry| &entry.items);
        unexplained.extend(items.map(|item| format!("{} -> {}: {item:?}", row.from, row.to)));
        let mut forcing: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in row.report.entries.iter().filter(|entry| entry.forces) {
            *forcing.entry(&entry.rule).or_default() += 1;
        }
        let forcing: Vec<String> = forcing
            .into_iter()
            .map(|(rule, count)| match count {
                1 => rule.to_owned(),
                count => format!("{rule} ({count})"),
            })
            .collect();
        println!(
            "{:<24} {:<9} {official:<9} {:<7} {:<7} {:<7} {}",
            format!("{} -> {}", row.from, row.to),
            row.published.map_or("-", Bump::as_str),
            verdict.wire,
            verdict.public_api,
            verdict.bump,
            forcing.join(", ")
        );
    }
    println!("\n{} steps replayed", replay.rows.len());
    totals("published", replay, |row| row.published);
    totals("official", replay, |row| Some(row.report.verdict.legacy));
    totals("wire", replay, |row| Some(row.report.verdict.wire));
    totals("public API", replay, |row| Some(row.report.verdict.public_api));
    totals("verdict", replay, |row| Some(row.report.verdict.bump));
    let recorded = replay.rows.iter().filter(|row| row.agrees.is_some()).count();
    println!(
        "\nofficial rules: {} of {recorded} steps as recorded, line for line",
        recorded - disagreements
    );
    println!("differences that nothing covered: {uncovered}");
    println!("changed items that no change of the definition explains: {}", unexplained.len());
    for item in &unexplained {
        println!("  {item}");
    }
    disagreements == 0 && uncovered == 0 && unexplained.is_empty()
}

fn totals(what: &str, replay: &Replay, level: fn(&Row) -> Option<Bump>) {
    let count = |bump: Bump| replay.rows.iter().filter(|row| level(row) == Some(bump)).count();
    println!(
        "{what:<10} {:>3} major {:>3} minor {:>3} patch {:>3} none",
        count(Bump::Major),
        count(Bump::Minor),
        count(Bump::Patch),
        count(Bump::None)
    );
}

/// Compiles old programs against new crates and says where verdict and compiler differ.
fn prove(arguments: &Arguments, replay: &Replay) -> bool {
    let pairs = replay.rows.iter().filter_map(|row| {
        let pair = replay.crates.get(row.old..=row.old + 1)?;
        differ(pair).then_some((row, pair))
    });
    let steps: Vec<(&Row, &[Crate])> = pairs.collect();
    let wanted = arguments.sample.unwrap_or(steps.len()).clamp(1, steps.len().max(1));
    let chosen = (1..=wanted).filter_map(|n| steps.get((steps.len() * n / wanted).max(1) - 1));
    let chosen: Vec<&(&Row, &[Crate])> = chosen.collect();
    match compile(arguments, &chosen) {
        Ok(sound) => sound,
        Err(problem) => {
            eprintln!("{problem}");
            false
        }
    }
}

fn differ(pair: &[Crate]) -> bool {
    matches!(pair, [old, new] if old.files != new.files)
}

fn compile(arguments: &Arguments, steps: &[&(&Row, &[Crate])]) -> Result<bool, String> {
    let mut proof = Proof::new("history");
    let mut programs = Vec::new();
    for (_, pair) in steps {
        let [old, new] = pair else { continue };
        let old = old.renamed();
        let new = new.renamed();
        proof.add_crate(&old)?;
        proof.add_crate(&new)?;
        proof.add_consumer(&old, &old)?;
        programs.push(proof.add_consumer(&old, &new)?);
    }
    let failed = proof.check()?;
    let fails = |program: &str| failed.iter().find(|(name, _)| name == program);
    let (mut broken, mut on_wire, mut sound, mut needless) = (0, 0, true, Vec::new());
    for (name, errors) in &failed {
        if !programs.contains(name) {
            sound = false;
            println!(
                "{name} does not compile against its own crate: the tool is wrong\n{}",
                errors.join("\n")
            );
        }
    }
    for ((row, _), program) in steps.iter().zip(&programs) {
        let major = row.report.verdict.bump == Bump::Major;
        let step = format!("{} -> {}", row.from, row.to);
        match fails(program) {
            Some((_, errors)) if !major => {
                sound = false;
                println!(
                    "{step}: the verdict is {}, but an old program fails:\n{}",
                    row.report.verdict.bump,
                    errors.join("\n")
                );
            }
            Some(_) => broken += 1,
            // The wire breaks it, whatever the compiler says.
            None if major && row.report.verdict.wire == Bump::Major => on_wire += 1,
            None if major => needless.push(step),
            None => {}
        }
    }
    let majors = steps.iter().filter(|(row, _)| row.report.verdict.bump == Bump::Major).count();
    println!(
        "\ncompiled: {} steps that change the code; {majors} of them major; old programs fail in {broken}, \
         and compile in {on_wire} that break on the wire",
        steps.len()
    );
    println!("majors whose old programs compile and whose wire is compatible: {}", needless.len());
    for step in &needless {
        println!("  {step}");
    }
    sound &= needless.is_empty();
    if arguments.semver_checks {
        let pairs: Vec<(&Crate, &Crate, Bump)> = steps
            .iter()
            .filter_map(|(row, pair)| match pair {
                [old, new] => Some((old, new, row.report.verdict.bump)),
                _ => None,
            })
            .collect();
        sound &= proof.semver_checks(&pairs)?;
    }
    Ok(sound)
}
