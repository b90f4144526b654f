//! `cargo xtask regenerate`: the definition of each SDK in `swagger/` becomes its crate in `generated/`, with the version
//! that comes after the last release.

use std::process::ExitCode;

use generator::bump::Bump;
use generator::command::{self, Regenerate};
use generator::diff::report::Policy;
use generator::release::Asked;

use crate::sdks::Which;

/// The arguments of `cargo xtask regenerate`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Another definition, JSON or YAML; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    swagger: Option<String>,
    /// Keep the definition, pruned, as that of the SDK.
    #[arg(long, requires = "swagger", conflicts_with = "check")]
    save: bool,
    /// Write nothing; print what would change and exit with 1 if anything would.
    #[arg(long)]
    check: bool,
    /// Move the version at least this far (patch, minor, major); it is remembered until the release. `none`
    /// takes it back.
    #[arg(long, value_name = "BUMP")]
    force: Option<Bump>,
    /// Make the version a pre-release of this name, such as `alpha.1`; it is remembered until the release.
    /// `none` takes it back.
    #[arg(long, value_name = "NAME")]
    pre: Option<String>,
    /// Who decides how far the version moves, and in which layout the notes are written; it is remembered
    /// until the release.
    #[arg(long, value_name = "POLICY")]
    policy: Option<Decider>,
}

/// The policies by their names on the command line.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Decider {
    /// The wire and the Rust compiler.
    Rust,
    /// The rules of the official SDKs.
    Genesys,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let policy = arguments.policy.map(|policy| match policy {
        Decider::Rust => Policy::Rust,
        Decider::Genesys => Policy::Official,
    });
    let asks = arguments.force.is_some() || arguments.pre.is_some() || policy.is_some();
    if arguments.swagger.is_some() || asks {
        match arguments.which.sdks() {
            Ok(sdks) if sdks.len() == 1 => {}
            Ok(_) => {
                eprintln!(
                    "`--swagger` and what is asked of a version are for one SDK: add `--sdk`"
                );
                return ExitCode::from(2);
            }
            Err(code) => return code,
        }
    }
    arguments.which.each(|sdk| {
        command::regenerate(&Regenerate {
            sdk: sdk.clone(),
            swagger: arguments.swagger.clone(),
            save: arguments.save,
            check: arguments.check,
            asked: Asked { force: arguments.force, pre: arguments.pre.clone(), policy },
        })
    })
}
