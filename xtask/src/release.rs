//! `cargo xtask release`: the crates in `generated/` become what their next versions are compared with.

use std::process::ExitCode;

use generator::command::{self, Release};

use crate::root;
use crate::sdks::Which;

/// The arguments of `cargo xtask release`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Write the files; without it, what would change is shown.
    #[arg(long)]
    execute: bool,
    /// Commit the release and publish the crate too. This cannot be undone.
    #[arg(long, requires = "execute")]
    publish: bool,
    /// The day of the release; today (UTC) otherwise.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let sdks = match arguments.which.sdks() {
        Ok(sdks) => sdks,
        Err(code) => return code,
    };
    let run = |sdk| Release {
        sdk,
        root: root(),
        date: arguments.date.clone().unwrap_or_else(command::today::today),
        execute: arguments.execute,
        publish: arguments.publish,
    };
    command::release(&sdks.into_iter().map(run).collect::<Vec<_>>())
}
