//! `cargo xtask prove`: definitions are edited at random places, and the verdicts of the differ about that are held against
//! what is known of such edits, against instances that a validator checks, and, for a sample, against the compiler.
//!
//! What is edited and how is in `tests/mutants/`. A verdict that is too low is a defect of the differ; one that is higher than
//! anything explains may be one.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fs, thread};

use generator::bump::Bump;
use generator::diff::Options;
use generator::generate::Generated;
use generator::templates;
use generator_tests::self_diff::templates_of_items;
use mutants::mutant::{Base, Material, Mutant};
use mutants::table::{Counts, PAIRS, markdown, placed};
use mutants::trial::{Finding, Prepared, Trial, options};

use super::{Crate, Proof};
use crate::root;

/// Mutants of one base: more of them cost less each, fewer try more definitions.
const PER_BASE: usize = 8;

/// So many bases are tried at once before it is asked whether they are enough.
const ROUND: u64 = 16;

/// The arguments of `cargo xtask prove`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What chance starts from.
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    seed: u64,
    /// How many verdicts are judged.
    #[arg(long, default_value_t = 300, value_name = "N")]
    count: usize,
    /// Of how many steps an old program is compiled with the new crate.
    #[arg(long, default_value_t = 10, value_name = "N")]
    compiled: usize,
    /// Only the base of this number, with all that is known of each of its mutants, which are kept in
    /// `target/prove/base-NUMBER/`.
    #[arg(long, value_name = "NUMBER")]
    base: Option<u64>,
    /// Write the table into the README.
    #[arg(long, conflicts_with = "base")]
    write: bool,
}

/// A mutant of a base, tried there and back.
struct Tried {
    base: u64,
    from: String,
    number: usize,
    name: String,
    family: &'static str,
    trials: [Trial; 2],
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match prove(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(3)
        }
    }
}

fn prove(arguments: &Arguments) -> Result<bool, String> {
    let material = Material::gather();
    let templates = templates_of_items().map_err(|problems| problems.to_string())?;
    let options = options(templates);
    let tried = try_all(arguments, &material, &options);
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut operators: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut judged = 0;
    for one in &tried {
        for trial in one.trials.iter().take(arguments.count.saturating_sub(judged)) {
            judged += 1;
            tell(one, trial, arguments.base.is_some());
            let counted = counts_of(trial);
            counts.entry(one.family).or_default().add(counted);
            let name = if one.family == PAIRS { PAIRS } else { one.name.as_str() };
            operators.entry(name).or_default().add(counted);
        }
    }
    for one in compile(arguments, &material, &tried)? {
        let counted = Counts {
            compiled: 1,
            under: usize::from(one.under),
            over: usize::from(one.needless),
            ..Counts::default()
        };
        counts.entry(one.family).or_default().add(counted);
    }
    for (name, Counts { judged, under, over, unclaimed, .. }) in &operators {
        println!(
            "{name:<48} {judged:>6} verdicts, {under} too low, {over} unexplained, {unclaimed} unclaimed"
        );
    }
    let command = format!(
        "cargo xtask prove --seed {} --count {} --compiled {}",
        arguments.seed, arguments.count, arguments.compiled
    );
    let table = markdown(&counts, &command);
    println!("\n{table}");
    if arguments.write {
        write(&table)?;
    }
    Ok(counts.values().all(|of| of.under == 0 && of.unclaimed == 0))
}

/// Tries mutants until there are enough, in the order of their bases.
fn try_all(arguments: &Arguments, material: &Material, options: &Options) -> Vec<Tried> {
    if let Some(number) = arguments.base {
        if let Err(problem) = keep(arguments.seed, number, material) {
            eprintln!("{problem}");
        }
        return try_base(arguments.seed, number, material, options);
    }
    let mut tried: Vec<Tried> = Vec::new();
    let mut from = 0;
    // Each mutant has two verdicts.
    while tried.len() * 2 < arguments.count {
        let next = AtomicU64::new(from);
        from += ROUND;
        let worker = || {
            let mut own = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= from {
                    return own;
                }
                own.extend(try_base(arguments.seed, number, material, options));
            }
        };
        let processors = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let mut found: Vec<Tried> = thread::scope(|scope| {
            let workers: Vec<_> = (0..processors).map(|_| scope.spawn(worker)).collect();
            workers.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect()
        });
        found.sort_by_key(|one| (one.base, one.number));
        tried.extend(found);
        eprintln!("{} verdicts of {from} bases", tried.len() * 2);
    }
    tried
}

fn try_base(seed: u64, number: u64, material: &Material, options: &Options) -> Vec<Tried> {
    let Some(base) = material.base(seed, number) else { return Vec::new() };
    let Some(prepared) = Prepared::new(&base, options) else { return Vec::new() };
    let mutants = base.mutants(seed, PER_BASE);
    let tried = mutants.iter().filter_map(|mutant| {
        Some(Tried {
            base: number,
            from: base.from.clone(),
            number: mutant.number,
            name: mutant.name(),
            family: family(mutant),
            trials: prepared.attempt(mutant, seed, options)?,
        })
    });
    tried.collect()
}

/// Writes the definitions of a base and of its mutants, for `cargo xtask diff`.
fn keep(seed: u64, number: u64, material: &Material) -> Result<(), String> {
    let Some(base) = material.base(seed, number) else { return Ok(()) };
    let folder = root().join(format!("target/prove/base-{number}"));
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let write = |name: String, value: &serde_json::Value| {
        let path = folder.join(name);
        fs::write(&path, format!("{value:#}"))
            .map_err(|error| format!("{}: {error}", path.display()))
    };
    write("base.json".to_owned(), &base.value)?;
    for mutant in base.mutants(seed, PER_BASE) {
        write(format!("mutant-{}.json", mutant.number), &mutant.value)?;
    }
    Ok(())
}

fn family(mutant: &Mutant) -> &'static str {
    match mutant.families.as_slice() {
        [only] => only,
        _ => PAIRS,
    }
}

fn counts_of(trial: &Trial) -> Counts {
    Counts {
        judged: 1,
        compiled: 0,
        under: usize::from(matches!(trial.finding, Finding::Under(_))),
        over: usize::from(matches!(trial.finding, Finding::Over(_))),
        unclaimed: usize::from(!trial.unclaimed.is_empty()),
    }
}

/// Says what is wrong with a verdict; with all that is known of it when that is asked for.
fn tell(one: &Tried, trial: &Trial, all: bool) {
    let back = if trial.backwards { ", taken back" } else { "" };
    let place =
        format!("base {} ({}), mutant {}, {}{back}", one.base, one.from, one.number, one.name);
    let verdict = format!(
        "{} (wire {}, public API {}) by {}",
        trial.verdict,
        trial.wire,
        trial.public_api,
        trial.forcing.join(", ")
    );
    match &trial.finding {
        Finding::Right => {}
        Finding::Under(why) => println!("too low: {place}: {verdict}; {why}"),
        Finding::Over(why) => println!("unexplained: {place}: {verdict}; {why}"),
    }
    if !trial.unclaimed.is_empty() {
        println!("unclaimed: {place}: {}", trial.unclaimed.join(", "));
    }
    if all {
        println!("{place}: {verdict}");
        for rule in &trial.without_mirror {
            println!("  {rule}");
        }
    }
}

/// A step whose old program was compiled with the new crate.
struct Compiled {
    family: &'static str,
    under: bool,
    needless: bool,
}

/// A step that is to be compiled.
struct Planned {
    of: String,
    family: &'static str,
    /// The verdict with the whole crate.
    verdict: Bump,
    wire: Bump,
    /// The package of the program; nothing where the crates are the same.
    program: Option<String>,
}

/// Compiles the programs of the first bases, which chance has chosen. Steps that leave the crate as it is need no compiler.
fn compile(
    arguments: &Arguments,
    material: &Material,
    tried: &[Tried],
) -> Result<Vec<Compiled>, String> {
    let templates = templates::from_folder(&root().join("templates"));
    let options = options(templates.map_err(|problems| problems.to_string())?);
    let mut proof = Proof::new("mutants");
    let mut planned: Vec<Planned> = Vec::new();
    let bases: BTreeSet<u64> = tried.iter().map(|one| one.base).collect();
    for number in bases {
        if planned.len() >= arguments.compiled {
            break;
        }
        let Some(base) = material.base(arguments.seed, number) else { continue };
        plan(arguments, &base, tried, &options, &mut proof, &mut planned)?;
    }
    if planned.is_empty() {
        return Ok(Vec::new());
    }
    let failed: BTreeMap<String, Vec<String>> = proof.check()?.into_iter().collect();
    let own =
        failed.keys().find(|name| !planned.iter().any(|step| step.program.as_ref() == Some(name)));
    if let Some(name) = own {
        let said = failed.get(name).map(|texts| texts.join("\n")).unwrap_or_default();
        return Err(format!("{name} does not compile, which no verdict is about:\n{said}"));
    }
    Ok(planned.into_iter().map(|step| weigh(&step, &failed)).collect())
}

/// Adds the crates and programs of a base.
fn plan(
    arguments: &Arguments,
    base: &Base,
    tried: &[Tried],
    options: &Options,
    proof: &mut Proof,
    planned: &mut Vec<Planned>,
) -> Result<(), String> {
    let Some(prepared) = Prepared::new(base, options) else { return Ok(()) };
    let first = as_crate(&format!("b{}", base.number), prepared.generated());
    for mutant in base.mutants(arguments.seed, PER_BASE) {
        let is_tried = |one: &&Tried| one.base == base.number && one.number == mutant.number;
        let Some(one) = tried.iter().find(is_tried) else { continue };
        // One way each: there is cheaper, because the crate of the base is compiled once.
        let backwards = mutant.number % 4 == 0;
        let Some(step) = prepared.step(&mutant, backwards, options) else { continue };
        if planned.len() >= arguments.compiled {
            return Ok(());
        }
        let name = format!("b{}m{}", base.number, mutant.number);
        let old = step.old.map(|old| as_crate(&format!("{name}old"), &old));
        let old = old.as_ref().unwrap_or(&first);
        let new = as_crate(&format!("{name}new"), &step.new);
        let differs = old.renamed_as("x").files != new.renamed_as("x").files;
        let program = if differs {
            for of in [old, &new] {
                proof.add_crate(of)?;
            }
            proof.add_consumer(old, old)?;
            Some(proof.add_consumer(old, &new)?)
        } else {
            None
        };
        planned.push(Planned {
            of: format!("base {} ({}), {}", one.base, one.from, one.name),
            family: one.family,
            verdict: step.report.verdict.bump,
            wire: step.report.verdict.wire,
            program,
        });
    }
    Ok(())
}

fn as_crate(name: &str, of: &Generated) -> Crate {
    let own =
        Crate { name: name.to_owned(), files: of.files.clone(), public_api: of.public_api.clone() };
    own.renamed()
}

/// What the compiler says of a verdict.
fn weigh(step: &Planned, failed: &BTreeMap<String, Vec<String>>) -> Compiled {
    let errors = step.program.as_ref().and_then(|program| failed.get(program));
    let under = errors.is_some() && step.verdict < Bump::Major;
    // What breaks on the wire need not be seen by the compiler.
    let needless = errors.is_none() && step.verdict == Bump::Major && step.wire < Bump::Major;
    if let Some(errors) = errors.filter(|_| under) {
        println!(
            "too low: {}: {}, but an old program fails:\n{}",
            step.of,
            step.verdict,
            errors.join("\n")
        );
    }
    if needless {
        println!("unexplained: {}: old programs compile, and the wire is compatible", step.of);
    }
    Compiled { family: step.family, under, needless }
}

fn write(table: &str) -> Result<(), String> {
    let path = root().join("README.md");
    let problem = |error: std::io::Error| format!("{}: {error}", path.display());
    let text = fs::read_to_string(&path).map_err(problem)?;
    let text = placed(&text, table).ok_or("README.md has no place for the table")?;
    fs::write(&path, text).map_err(problem)
}
