//! `openapi-to-rust-sdk`, the command line of the generator.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use generator::command::{self, diff, generate, inspect};

/// A third of a run is spent on allocating: syntax trees consist of small boxes.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turns a Swagger 2.0 or OpenAPI 3.x definition into a Rust SDK crate.
#[derive(Parser)]
#[command(name = generator::PROGRAM, version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the crate for a definition into a folder, and keep the names that an earlier run gave out.
    Generate(generate::Arguments),
    /// Say what changed between two definitions, and how far the version of the SDK must move.
    Diff(diff::Arguments),
    /// Say how much of a definition its crate would say, and what it would not, with the reasons.
    Inspect(inspect::Arguments),
    /// Say what the code of an error or a warning means, or a rule of `diff`; without one, list them all.
    Explain {
        /// The code, such as `unresolved-reference`, or the rule.
        code: Option<String>,
    },
    /// Print the JSON Schema of the reports of `diff --format json`.
    Schema,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments, &diff::Defaults::default()),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Explain { code } => command::explain(code.as_deref()),
        Command::Schema => command::schema(),
    }
}
