//! `cargo xtask diff`: two definitions are compared as the SDK of this repository would be made of them that they are
//! definitions of.

use std::process::ExitCode;

use generator::command::diff::{self, Defaults};

use crate::sdks::{Which, repository};

/// The arguments of `cargo xtask diff`.
#[derive(clap::Args)]
// The group of the flattened arguments has the name of this struct.
#[group(skip)]
pub(crate) struct Arguments {
    #[command(flatten)]
    diff: diff::Arguments,
    /// Compare as for this SDK, with its configuration. Without it, the definitions tell whose they are.
    #[arg(long, value_name = "NAME", conflicts_with = "config")]
    sdk: Option<String>,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let repository = repository();
    let sdk = match Which::of(arguments.sdk.as_deref()).named() {
        Ok(sdk) => sdk,
        Err(code) => return code,
    };
    let defaults =
        Defaults { sdk, sdks: repository.sdks(), templates: Some(repository.templates()) };
    diff::run(&arguments.diff, &defaults)
}
