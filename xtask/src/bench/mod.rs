//! `cargo xtask bench`: how long the generator and the differ take, room by room, and what the SDK costs: to compile, to
//! link, to call and to listen to. Ratios within one run count; machines are noisy.

mod generator;
mod sdk;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;
use std::{env, io};

use clap::{Args, ValueEnum};

pub(crate) use self::sdk::soak;
use crate::root;

/// What `bench` takes.
#[derive(Args)]
pub(crate) struct Arguments {
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
    /// The guest definition to files.
    Generate,
    /// Two definitions through the differ.
    Differ,
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
    let parts = Part::value_variants().iter();
    let chosen = parts.filter(|part| arguments.only.is_empty() || arguments.only.contains(part));
    for part in chosen {
        if let Err(error) = measure(*part, arguments) {
            eprintln!("{error}");
            return ExitCode::from(3);
        }
    }
    ExitCode::SUCCESS
}

fn measure(part: Part, arguments: &Arguments) -> io::Result<()> {
    match part {
        Part::Generate => generator::generate(),
        Part::Differ => generator::differ(arguments.pair.as_deref()),
        Part::Crates => sdk::crates(),
        Part::Compile => sdk::compile(),
        Part::Size => sdk::size(),
        Part::Calls => sdk::ask(&["calls"]),
        Part::Events => sdk::ask(&["events"]),
        Part::Allocations => sdk::ask(&["allocations"]),
        Part::Idle => sdk::ask(&["idle"]),
        Part::Soak => sdk::ask(&["soak"]),
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
