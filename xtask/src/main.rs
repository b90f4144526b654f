//! The tasks of this repository: `cargo xtask --help` lists them.

mod bench;
mod compile;
mod features;
mod msrv;
mod regenerate;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The tasks of this repository.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Make `generated/` from the definition in `swagger/`.
    Regenerate(regenerate::Arguments),
    /// Check that the dependencies of the SDK work with the Rust version it states.
    Msrv,
    /// Check that the SDK compiles with every set of its features.
    Features(features::Arguments),
    /// Measure the generator and the SDK.
    Bench,
    /// Compile the crates of the golden definitions.
    CompileGoldens,
    /// Compile the crates of all published definitions.
    CompileHistory(compile::HistoryArguments),
}

fn main() -> ExitCode {
    match Arguments::parse().task {
        Task::Regenerate(arguments) => regenerate::run(&arguments),
        Task::Msrv => msrv::run(),
        Task::Features(arguments) => features::run(&arguments),
        Task::Bench => bench::run(),
        Task::CompileGoldens => compile::goldens(),
        Task::CompileHistory(arguments) => compile::history(&arguments),
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map(PathBuf::from).unwrap_or(xtask)
}
