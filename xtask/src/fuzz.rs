//! `cargo xtask fuzz`: `tests/fuzz/`, compiled for speed.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use clap::Args;

use crate::root;

/// What `fuzz` takes.
#[derive(Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Arguments {
    /// `--minutes N`, `--target NAME`, `--from ROUND`, `--rounds COUNT`; `--help` says more.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "OPTION")]
    options: Vec<OsString>,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let status = Command::new("cargo")
        .args(["run", "--quiet", "--profile", "fuzz", "--package", "fuzz", "--"])
        .args(&arguments.options)
        .current_dir(root())
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(status) => {
            ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
        }
        Err(error) => {
            eprintln!("cargo could not be started: {error}");
            ExitCode::from(3)
        }
    }
}
