//! The tasks of this repository: `cargo xtask --help` lists them.

mod bench;
mod browser;
mod compile;
mod corpus;
mod diff;
mod doctests;
#[path = "../../tests/generator/src/every_name.rs"]
mod every_name;
mod features;
mod fuzz;
mod histories;
mod import_history;
mod judge;
mod msrv;
mod new_sdk;
mod prove;
mod regenerate;
mod release;
mod replay;
mod replies;
mod requests;
mod sdks;

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
    /// Make another SDK of a definition.
    NewSdk(new_sdk::Arguments),
    /// List the SDKs: the name, the name of the crate, where the definition is published.
    Sdks,
    /// Make the crates in `generated/` from the definitions in `swagger/`.
    Regenerate(regenerate::Arguments),
    /// Say what changed between two definitions, and how far the version of the SDK must move.
    Diff(Box<diff::Arguments>),
    /// Say what a rule of `diff` is for, or what the code of an error or a warning means.
    Explain {
        /// The rule, such as `property-removed-optional`, or the code; without one, all are listed.
        name: Option<String>,
    },
    /// Make the crates in `generated/` the release that later versions are compared with.
    Release(release::Arguments),
    /// Check that the dependencies of the SDK work with the Rust version it states.
    Msrv(sdks::Which),
    /// Compare each definition of a history with the next, in all analyses; `--prove` asks the compiler.
    Replay(replay::Arguments),
    /// Edit definitions at random places, and hold the verdicts of `diff` against what such edits are known to do.
    Prove(prove::mutants::Arguments),
    /// Reduce a published history to the facts that `tests/history/` holds.
    ImportHistory(import_history::Arguments),
    /// Measure the generator, the differ and the SDK.
    Bench(bench::Arguments),
    /// Hold many chats with a service in trouble: nothing may be lost, and nothing left over.
    Soak(bench::SoakArguments),
    /// Try inputs that nobody would write on the generator and the differ.
    Fuzz(fuzz::Arguments),
    /// Generate and lint the crates of definitions of other APIs, and say how much of each they say. Without a path
    /// they are looked for in `../shared/specs`.
    Corpus(corpus::Arguments),
    /// Have the crates of definitions read every kind of reply that these allow, and write it again. Without a path
    /// the definitions of the goldens and of the SDKs are taken.
    Replies(replies::Arguments),
    /// Check that the SDK compiles with every set of its features.
    Features(features::Arguments),
    /// Hold the frames of a socket against other implementations of WebSocket, which are fetched.
    Judge(sdks::Which),
    /// Call every operation of the crates of definitions, and have Prism validate what is sent, which is fetched.
    JudgeRequests(requests::Arguments),
    /// Run the SDK in Chromium, against the simulator.
    Browser(browser::Arguments),
    /// Compile the crates of the golden definitions.
    CompileGoldens(compile::GoldenArguments),
    /// Compile the crates of all published definitions.
    CompileHistory(compile::HistoryArguments),
    /// Compile a crate that uses every word of the templates as a name.
    CompileNames,
}

fn main() -> ExitCode {
    match Arguments::parse().task {
        Task::Regenerate(arguments) => regenerate::run(&arguments),
        Task::NewSdk(arguments) => new_sdk::run(&arguments),
        Task::Sdks => sdks::list(),
        Task::Diff(arguments) => diff::run(&arguments),
        Task::Explain { name } => generator::command::explain(name.as_deref()),
        Task::Release(arguments) => release::run(&arguments),
        Task::Msrv(which) => msrv::run(&which),
        Task::Replay(arguments) => replay::run(&arguments),
        Task::Prove(arguments) => prove::mutants::run(&arguments),
        Task::ImportHistory(arguments) => import_history::run(&arguments),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Soak(arguments) => bench::soak(&arguments),
        Task::Fuzz(arguments) => fuzz::run(&arguments),
        Task::Corpus(arguments) => corpus::run(&arguments),
        Task::Replies(arguments) => replies::run(&arguments),
        Task::Features(arguments) => features::run(&arguments),
        Task::Judge(which) => judge::run(&which),
        Task::JudgeRequests(arguments) => requests::run(&arguments),
        Task::Browser(arguments) => browser::run(&arguments),
        Task::CompileGoldens(arguments) => compile::goldens(&arguments),
        Task::CompileNames => compile::names(),
        Task::CompileHistory(arguments) => compile::history(&arguments),
    }
}

/// The root of the repository: that of the workspace for which cargo runs this, which need not be the one in which it was
/// compiled.
fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().map(PathBuf::from).unwrap_or(xtask)
}
