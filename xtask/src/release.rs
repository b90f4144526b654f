//! `cargo xtask release`: the crate in `generated/` becomes what the next version is compared with.

use std::process::ExitCode;

use generator::command::{self, Release};

use crate::{root, sdk};

/// The arguments of `cargo xtask release`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write the files; without it, what would change is shown.
    #[arg(long)]
    execute: bool,
    /// Publish the crate too. This cannot be undone.
    #[arg(long, requires = "execute")]
    publish: bool,
    /// The day of the release; today (UTC) otherwise.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    command::release(&Release {
        sdk: sdk(),
        root: root(),
        date: arguments.date.clone().unwrap_or_else(command::today::today),
        execute: arguments.execute,
        publish: arguments.publish,
    })
}
