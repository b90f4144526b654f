//! The command line of the generator.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use generator::command::{self, Run, diff};

/// Turns a Swagger 2.0 or OpenAPI 3.x definition into a Rust SDK crate.
#[derive(Parser)]
#[command(version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the crate for a definition into a folder.
    Generate {
        /// The definition, JSON or YAML; `-` for standard input.
        #[arg(long, value_name = "FILE")]
        swagger: String,
        /// The configuration of the crate.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// The folder of the crate; it is made if it is not there.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// A folder of templates, laid over the built-in ones file by file.
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
        /// Write into a folder that holds other files too; they stay as they are.
        #[arg(long)]
        into_existing: bool,
        /// Write nothing; print what would change and exit with 1 if anything would.
        #[arg(long)]
        check: bool,
        /// Print how long each room took (microseconds), and the peak memory.
        #[arg(long, hide = true)]
        timings: bool,
    },
    /// Say what changed between two definitions, and how far the version of the SDK must move.
    Diff(diff::Arguments),
    /// Say what the code of an error or a warning means, or a rule of `diff`.
    Explain {
        /// The code, such as `unresolved-reference`, or the rule.
        code: String,
    },
    /// Print the JSON Schema of the reports of `diff --format json`.
    Schema,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate { swagger, config, out, templates, into_existing, check, timings } => {
            command::run(&Run { swagger, config, out, templates, into_existing, check, timings })
        }
        Command::Diff(arguments) => diff::run(&arguments, &diff::Defaults::default()),
        Command::Explain { code } => command::explain(&code),
        Command::Schema => command::schema(),
    }
}
