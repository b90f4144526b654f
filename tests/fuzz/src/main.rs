//! Inputs that nobody would write, for as long as one likes.
//!
//! Each round has a number, which alone decides what is tried: the same round is the same input on every machine, so
//! that a failure is found again with `--from ROUND --rounds 1`. No nightly compiler and no instrumentation: what the
//! rounds are made of are real definitions, and what once did harm ([`targets`]).
//!
//! A round fails when something panics, takes longer than `--patience`, or breaks the promise of its target. The inputs
//! of rounds that fail are kept in `target/fuzz/`.

mod bytes;
mod reply;
mod targets;

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use generator_tests::random::Random;

use self::targets::{Material, Target};

/// More memory than this is an attack that worked, in KiB.
const MOST_MEMORY: u64 = 500 * 1024;

/// So many failures are enough to look at.
const MOST_FAILURES: usize = 10;

/// A round that takes so many times its patience waits for something that does not come.
const WAITING: u32 = 12;

/// What a round needs at most of the stack, as the main thread has it.
const STACK: usize = 8 << 20;

/// Tries inputs that nobody would write.
#[derive(Parser)]
struct Arguments {
    /// For how long.
    #[arg(long, default_value_t = 1, value_name = "MINUTES")]
    minutes: u64,
    /// How many rounds, whatever time they take.
    #[arg(long, value_name = "COUNT")]
    rounds: Option<u64>,
    /// The number of the first round.
    #[arg(long, default_value_t = 1, value_name = "ROUND")]
    from: u64,
    /// Only this target.
    #[arg(long, value_enum)]
    target: Option<Target>,
    /// A round that computes for longer hangs; a build that is not optimised needs more.
    #[arg(long, default_value_t = 5, value_name = "SECONDS")]
    patience: u64,
    /// Where the inputs of rounds that fail are kept.
    #[arg(long, default_value = "target/fuzz", value_name = "DIR")]
    keep: PathBuf,
}

/// What became of a round.
struct Tried {
    round: u64,
    target: Target,
    /// Whether the generator took the input, or what was wrong with what it did.
    result: Result<bool, String>,
    /// What was tried, to be kept.
    inputs: Vec<String>,
}

/// How often the rounds of a target were tried, how often the generator took the input, and which took the longest.
#[derive(Default)]
struct Count {
    rounds: u64,
    taken: u64,
    slowest: (Duration, u64),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // What panics is reported as a failure, with its input; a trace in between helps nobody.
    std::panic::set_hook(Box::new(|_| {}));
    let (begun, rounds) = mpsc::channel();
    let (finished, results) = mpsc::channel();
    let (from, only) = (arguments.from, arguments.target);
    let last = arguments.rounds.map(|count| from.saturating_add(count));
    let worker = thread::Builder::new().stack_size(STACK).spawn(move || {
        let material = Material::gather();
        for round in from..last.unwrap_or(u64::MAX) {
            let target = only.unwrap_or_else(|| Target::of(round));
            if begun.send((round, target)).is_err()
                || finished.send(attempt(target, round, &material)).is_err()
            {
                return;
            }
        }
    });
    if let Err(error) = worker {
        eprintln!("no thread could be started: {error}");
        return ExitCode::from(3);
    }
    let started = Instant::now();
    let patience = Duration::from_secs(arguments.patience);
    let time = Duration::from_secs(arguments.minutes.saturating_mul(60));
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut failures = 0;
    while arguments.rounds.is_some() || started.elapsed() < time {
        let Ok((round, target)) = rounds.recv() else { break };
        let clock = Clock::start();
        let Some(tried) = finish(&results, &clock, patience) else {
            eprintln!("round {round} of `{}` hangs; {}", target.name(), again(target, round));
            return ExitCode::from(1);
        };
        let count = counts.entry(target.name()).or_default();
        count.rounds += 1;
        count.slowest = count.slowest.max((clock.computed(), round));
        match &tried.result {
            Ok(taken) => count.taken += u64::from(*taken),
            Err(problem) => {
                eprintln!(
                    "round {round} of `{}`: {problem}\n  {}",
                    target.name(),
                    again(target, round)
                );
                keep(&arguments.keep, &tried);
                failures += 1;
            }
        }
        if failures == MOST_FAILURES {
            break;
        }
    }
    for (target, Count { rounds, taken, slowest: (time, slowest) }) in &counts {
        println!(
            "{target}: {rounds} rounds, {taken} of the inputs were taken; the slowest, {slowest}, took {} ms",
            time.as_millis()
        );
    }
    let peak = peak();
    println!(
        "{failures} failures in {} s, at most {} MiB",
        started.elapsed().as_secs(),
        peak / 1024
    );
    if peak > MOST_MEMORY {
        eprintln!("that is more than {} MiB", MOST_MEMORY / 1024);
    }
    ExitCode::from(u8::from(failures > 0 || peak > MOST_MEMORY))
}

fn attempt(target: Target, round: u64, material: &Material) -> Tried {
    let mut random = Random::new(round);
    let mut inputs = Vec::new();
    let work = AssertUnwindSafe(|| target.run(&mut random, material, &mut inputs));
    let result = catch_unwind(work).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(format!("it panics: {}", text.unwrap_or("without a message")))
    });
    Tried { round, target, result, inputs }
}

/// Waits for the end of a round; nothing when it hangs.
fn finish(results: &Receiver<Tried>, clock: &Clock, patience: Duration) -> Option<Tried> {
    for _ in 0..WAITING {
        match results.recv_timeout(patience) {
            Ok(tried) => return Some(tried),
            Err(RecvTimeoutError::Timeout) if clock.computed() < patience => {}
            Err(_) => return None,
        }
    }
    None
}

/// What a round takes: the time of the processors where the system tells it, because a busy machine is no hang.
struct Clock {
    started: Instant,
    processors: Option<Duration>,
}

impl Clock {
    fn start() -> Self {
        Self { started: Instant::now(), processors: processor_time() }
    }

    fn computed(&self) -> Duration {
        match (self.processors, processor_time()) {
            (Some(then), Some(now)) => now.saturating_sub(then),
            _ => self.started.elapsed(),
        }
    }
}

/// What all threads of this process have computed, in steps of ten milliseconds.
fn processor_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program may hold anything, so what is counted is what comes after it.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks = fields.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().ok());
    Some(Duration::from_millis(ticks.sum::<Option<u64>>()?.saturating_mul(10)))
}

fn again(target: Target, round: u64) -> String {
    format!("again: `cargo xtask fuzz --target {} --from {round} --rounds 1`", target.name())
}

fn keep(folder: &Path, tried: &Tried) {
    for (number, input) in tried.inputs.iter().enumerate() {
        let path = folder.join(format!("{}-{}-{number}", tried.target.name(), tried.round));
        match fs::create_dir_all(folder).and_then(|()| fs::write(&path, input)) {
            Ok(()) => eprintln!("  kept in {}", path.display()),
            Err(error) => eprintln!("  {} cannot be written: {error}", path.display()),
        }
    }
}

/// The most memory that this process has had, in KiB; nothing where the system does not tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next());
    kib.and_then(|kib| kib.parse().ok()).unwrap_or(0)
}
