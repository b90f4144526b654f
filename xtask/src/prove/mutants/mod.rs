//! `cargo xtask prove`: definitions are edited at random places, and the verdicts of the differ about that are held against
//! what is known of such edits, against instances that a validator checks, and, for a sample, against the compiler.
//!
//! What is edited and how is in `tests/mutants/`. A verdict that is too low is a defect of the differ; one that is higher than
//! anything explains may be one.

mod compiled;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fs, thread};

use generator::diff::Options;
use generator_tests::self_diff::templates_of_items;
use mutants::mutant::{Material, Mutant};
use mutants::table::{Counts, PAIRS, markdown, placed};
use mutants::trial::{Finding, Prepared, Trial, options};

use self::compiled::compile;
use crate::root;

/// Mutants of one base: more of them cost less each, fewer try more definitions.
const PER_BASE: usize = 8;

/// So many bases are tried at once before it is asked whether they are enough.
const ROUND: u64 = 16;

/// More mutants than one of so many that the generator refuses would leave too much without a verdict.
const REFUSED: usize = 10;

/// The arguments of `cargo xtask prove`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What chance starts from.
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    seed: u64,
    /// How many verdicts are judged.
    #[arg(long, default_value = "300", value_name = "N")]
    count: NonZeroUsize,
    /// Of how many steps an old program is compiled with the new crate.
    #[arg(long, default_value_t = 10, value_name = "N")]
    compiled: usize,
    /// Edit also the published definitions that are beside the repository; which they are differs from machine to machine.
    #[arg(long)]
    published: bool,
    /// Only the base of this number, with all that is known of each of its mutants, which are kept in
    /// `target/prove/base-NUMBER/`.
    #[arg(long, value_name = "NUMBER")]
    base: Option<u64>,
    /// Write the table into the README.
    #[arg(long, conflicts_with_all = ["base", "published"])]
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

/// What became of mutants.
#[derive(Default)]
struct Attempts {
    tried: Vec<Tried>,
    /// How many the generator refused.
    refused: usize,
}

impl Attempts {
    fn add(&mut self, other: Self) {
        self.tried.extend(other.tried);
        self.refused += other.refused;
    }
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
    let material = Material::of_repository();
    let material = if arguments.published { material.and_published() } else { material };
    let templates = templates_of_items().map_err(|problems| problems.to_string())?;
    let options = options(templates);
    let Attempts { tried, refused } = try_all(arguments, &material, &options)?;
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut operators: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut judged = 0;
    for one in &tried {
        for trial in one.trials.iter().take(arguments.count.get().saturating_sub(judged)) {
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
    println!("{refused} refused");
    println!("\n{table}");
    if arguments.write {
        write(&table)?;
    }
    let are_judged = refused * REFUSED <= refused + tried.len();
    Ok(are_judged && counts.values().all(|of| of.under == 0 && of.unclaimed == 0))
}

/// Tries mutants until there are enough, in the order of their bases.
fn try_all(
    arguments: &Arguments,
    material: &Material,
    options: &Options,
) -> Result<Attempts, String> {
    if let Some(number) = arguments.base {
        if let Err(problem) = keep(arguments.seed, number, material) {
            eprintln!("{problem}");
        }
        return Ok(try_base(arguments.seed, number, material, options));
    }
    let mut all = Attempts::default();
    let mut from = 0;
    // Each mutant has two verdicts.
    while all.tried.len() * 2 < arguments.count.get() {
        let round = try_round(from, |number| try_base(arguments.seed, number, material, options));
        from += ROUND;
        if round.tried.is_empty() {
            return Err(format!("nothing can be tried of the {ROUND} bases before {from}"));
        }
        all.add(round);
        eprintln!("{} verdicts of {from} bases", all.tried.len() * 2);
    }
    Ok(all)
}

/// Tries the bases of a round, on all processors.
fn try_round(from: u64, try_base: impl Fn(u64) -> Attempts + Sync) -> Attempts {
    let next = AtomicU64::new(from);
    let worker = || {
        let mut own = Attempts::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= from + ROUND {
                return own;
            }
            own.add(try_base(number));
        }
    };
    let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let mut found = Attempts::default();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..processors).map(|_| scope.spawn(worker)).collect();
        for worker in workers {
            // What fails in one must not pass for nothing to be said.
            found.add(worker.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
    });
    found.tried.sort_by_key(|one| (one.base, one.number));
    found
}

fn try_base(seed: u64, number: u64, material: &Material, options: &Options) -> Attempts {
    let mut attempts = Attempts::default();
    let Some(base) = material.base(seed, number) else { return attempts };
    let Some(prepared) = Prepared::new(&base, options) else { return attempts };
    for mutant in base.mutants(seed, PER_BASE) {
        let Some(trials) = prepared.attempt(&mutant, seed, options) else {
            attempts.refused += 1;
            continue;
        };
        attempts.tried.push(Tried {
            base: number,
            from: base.from.clone(),
            number: mutant.number,
            name: mutant.name(),
            family: family(&mutant),
            trials,
        });
    }
    attempts
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

fn write(table: &str) -> Result<(), String> {
    let path = root().join("README.md");
    let problem = |error: std::io::Error| format!("{}: {error}", path.display());
    let text = fs::read_to_string(&path).map_err(problem)?;
    let text = placed(&text, table).ok_or("README.md has no place for the table")?;
    fs::write(&path, text).map_err(problem)
}
