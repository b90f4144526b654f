//! `cargo xtask bench`: how long the generator and the differ take, stage by stage, and what each SDK costs: to compile, to
//! link, to call and to listen to. Ratios within one run count; machines are noisy.
//!
//! What an SDK does at work is measured by its own benchmarks, in `tests/benchmarks/<sdk>/`: the bench `sdk`, which takes
//! the name of a part, and the examples `app_with_sdk` and `app_by_hand`.

mod definition;
mod generator;
mod growth;
mod sdk;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;
use std::{env, io};

use ::generator::command::Sdk;
use clap::{Args, ValueEnum};

pub(crate) use self::sdk::soak;
use crate::root;
use crate::sdks::Which;

/// What `bench` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Only these, in their usual order.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PART")]
    only: Vec<Part>,
    /// Two definitions for the differ, large ones: `cargo xtask bench --pair old.json new.json`.
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"])]
    pair: Option<Vec<PathBuf>>,
}

/// What `soak` takes.
#[derive(Args)]
pub(crate) struct SoakArguments {
    #[command(flatten)]
    which: Which,
    /// How many chats are open at the same time.
    #[arg(long, default_value_t = 200)]
    chats: usize,
    /// For how long, in seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
}

/// What can be measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Definitions to files: that of the SDK, and a large one at several sizes.
    Generator,
    /// Two definitions through the differ.
    Differ,
    /// How time and memory grow with the size of the input.
    Growth,
    /// How many crates the SDK needs.
    Crates,
    /// `cargo check` and `cargo build` of the SDK alone.
    Compile,
    /// The size of a small app, with the SDK and by hand.
    Size,
    /// Calls per second, with the SDK and by hand.
    Calls,
    /// Events per second, with the SDK and by hand.
    Events,
    /// Allocations per call and per event, with the SDK and by hand.
    Allocations,
    /// Memory per idle chat.
    Idle,
    /// 200 chats for a minute, with a service in trouble: nothing may be lost or left over.
    Soak,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let parts = Part::value_variants().iter().copied();
    let chosen: Vec<Part> =
        parts.filter(|part| arguments.only.is_empty() || arguments.only.contains(part)).collect();
    for part in &chosen {
        let measured = match part {
            Part::Generator => generator::large(),
            Part::Differ => generator::differ(arguments.pair.as_deref()),
            Part::Growth => match growth::growth() {
                Ok(true) => Ok(()),
                Ok(false) => return ExitCode::from(1),
                Err(error) => Err(error),
            },
            _ => Ok(()),
        };
        if let Err(error) = measured {
            eprintln!("{error}");
            return ExitCode::from(3);
        }
    }
    let is_of_an_sdk = |part: &Part| !matches!(part, Part::Differ | Part::Growth);
    let of_sdks: Vec<Part> = chosen.into_iter().filter(is_of_an_sdk).collect();
    if of_sdks.is_empty() {
        return ExitCode::SUCCESS;
    }
    arguments.which.each(|sdk| {
        for part in &of_sdks {
            if let Err(error) = measure(*part, sdk) {
                eprintln!("{error}");
                return ExitCode::from(3);
            }
        }
        ExitCode::SUCCESS
    })
}

/// Measures a part of an SDK.
fn measure(part: Part, sdk: &Sdk) -> io::Result<()> {
    match part {
        Part::Differ | Part::Growth => Ok(()),
        Part::Generator => generator::generate(sdk),
        Part::Crates => sdk::crates(sdk),
        Part::Compile => sdk::compile(sdk),
        Part::Size => sdk::size(sdk),
        Part::Calls => sdk::ask(sdk, &["calls"]),
        Part::Events => sdk::ask(sdk, &["events"]),
        Part::Allocations => sdk::ask(sdk, &["allocations"]),
        Part::Idle => sdk::ask(sdk, &["idle"]),
        Part::Soak => sdk::ask(sdk, &["soak"]),
    }
}

fn summary(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |index: usize| times.get(index).copied().unwrap_or_default();
    format!(
        "min {:.1?}, median {:.1?}, max {:.1?}",
        at(0),
        at(times.len() / 2),
        at(times.len().saturating_sub(1))
    )
}

/// Where cargo puts what it builds.
fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| root().join(path))
}

fn cargo(arguments: &[&str], target: &Path) -> io::Result<()> {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(root()).env("CARGO_TARGET_DIR", target);
    let status = command.status()?;
    if status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("`cargo {}` failed", arguments.join(" "))))
}
