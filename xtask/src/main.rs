//! The tasks of this repository: `cargo xtask --help` lists them.

mod bench;
mod browser;
mod compile;
mod diff;
mod features;
mod histories;
mod import_history;
mod msrv;
mod prove;
mod regenerate;
mod release;
mod replay;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use generator::command::Sdk;
use generator::config::{self, Config};

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
    /// Say what changed between two definitions, and how far the version of the SDK must move.
    Diff(generator::command::diff::Arguments),
    /// Say what a rule of `diff` is for, or what the code of an error or a warning means.
    Explain {
        /// The rule, such as `property-removed-optional`, or the code.
        name: String,
    },
    /// Make the crate in `generated/` the release that later versions are compared with.
    Release(release::Arguments),
    /// Check that the dependencies of the SDK work with the Rust version it states.
    Msrv,
    /// Compare each definition of a history with the next, in all lanes; `--prove` asks the compiler.
    Replay(replay::Arguments),
    /// Reduce a published history to the facts that `tests/history/` holds.
    ImportHistory(import_history::Arguments),
    /// Measure the generator, the differ and the SDK.
    Bench(bench::Arguments),
    /// Hold many chats with a service in trouble: nothing may be lost, and nothing left over.
    Soak(bench::SoakArguments),
    /// Check that the SDK compiles with every set of its features.
    Features(features::Arguments),
    /// Run the SDK in Chromium, against the simulator.
    Browser(browser::Arguments),
    /// Compile the crates of the golden definitions.
    CompileGoldens,
    /// Compile the crates of all published definitions.
    CompileHistory(compile::HistoryArguments),
}

fn main() -> ExitCode {
    match Arguments::parse().task {
        Task::Regenerate(arguments) => regenerate::run(&arguments),
        Task::Diff(arguments) => diff::run(&arguments),
        Task::Explain { name } => generator::command::explain(&name),
        Task::Release(arguments) => release::run(&arguments),
        Task::Msrv => msrv::run(),
        Task::Replay(arguments) => replay::run(&arguments),
        Task::ImportHistory(arguments) => import_history::run(&arguments),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Soak(arguments) => bench::soak(&arguments),
        Task::Features(arguments) => features::run(&arguments),
        Task::Browser(arguments) => browser::run(&arguments),
        Task::CompileGoldens => compile::goldens(),
        Task::CompileHistory(arguments) => compile::history(&arguments),
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map(PathBuf::from).unwrap_or(xtask)
}

/// A configuration for definitions of the past: without the hand-written extension, which is written against the
/// definition of today and uses what older ones did not have.
fn for_the_past(mut config: Config) -> Config {
    config.extension = None;
    config.regions.clear();
    config.settings = config::Settings::default();
    config
}

/// Where the parts of the SDK are.
fn sdk() -> Sdk {
    let swagger = root().join("swagger/guest-chat");
    Sdk {
        definition: swagger.join("definition.json"),
        config: swagger.join("sdk.toml"),
        lock: swagger.join("sdk.lock"),
        released: swagger.join("released"),
        out: root().join("generated/guest-chat"),
        templates: Some(root().join("templates")),
    }
}
