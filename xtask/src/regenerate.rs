//! `cargo xtask regenerate`: the definition in `swagger/` becomes the crate in `generated/`, with the version that
//! comes after the last release.

use std::process::ExitCode;

use generator::bump::Bump;
use generator::command::{self, Regenerate};
use generator::diff::report::Policy;
use generator::release::Asked;

use crate::sdk;

/// The arguments of `cargo xtask regenerate`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Another definition, JSON or YAML; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    swagger: Option<String>,
    /// Keep the definition, pruned, as `swagger/guest-chat/definition.json`.
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
    command::regenerate(&Regenerate {
        sdk: sdk(),
        swagger: arguments.swagger.clone(),
        save: arguments.save,
        check: arguments.check,
        asked: Asked { force: arguments.force, pre: arguments.pre.clone(), policy },
    })
}
