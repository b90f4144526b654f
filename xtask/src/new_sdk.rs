//! `cargo xtask new-sdk`: a definition becomes another SDK of this repository.

use std::collections::BTreeSet;
use std::process::{Command, ExitCode};
use std::{fs, io};

use generator::command::{self, Made, NewSdk, Unfit};

use crate::root;
use crate::sdks::repository;

/// The arguments of `cargo xtask new-sdk`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The name of the SDK: that of its folders in `swagger/`, `generated/` and `tests/`.
    #[arg(value_name = "NAME")]
    name: String,
    /// The definition, JSON or YAML; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    swagger: String,
    /// The name of the crate; `NAME-client` otherwise.
    #[arg(long = "crate", value_name = "NAME")]
    package: Option<String>,
    /// An extension of `templates/extensions/`; again for each further one, after those that it needs.
    #[arg(long = "extension", value_name = "NAME")]
    extensions: Vec<String>,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let new = match locked_names() {
        Ok(taken) => NewSdk {
            repository: repository(),
            name: arguments.name.clone(),
            package: arguments.package.clone(),
            swagger: arguments.swagger.clone(),
            extensions: arguments.extensions.clone(),
            taken,
        },
        Err(error) => {
            eprintln!("Cargo.lock: {error}");
            return ExitCode::from(3);
        }
    };
    match new.attempt() {
        Ok(made) => finish(&made),
        Err(Unfit::Said(why)) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
        Err(Unfit::Problems(problems)) => {
            command::print_diagnostics(&problems);
            command::exit_code(&problems)
        }
    }
}

/// The crates that the workspace has or depends on.
fn locked_names() -> io::Result<BTreeSet<String>> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    let name = |line: &str| Some(line.strip_prefix("name = \"")?.strip_suffix('"')?.to_owned());
    Ok(lock.lines().filter_map(name).collect())
}

/// Lets Cargo take the crate into its lock file, which CI wants up to date. When it cannot, the SDK goes again.
fn finish(made: &Made) -> ExitCode {
    command::print_diagnostics(&made.prepared.generated.diagnostics);
    if let Err(problem) = lock() {
        let folders = [made.sdk.config.parent(), Some(made.sdk.out.as_path())];
        for folder in folders.into_iter().flatten() {
            if let Err(error) = fs::remove_dir_all(folder) {
                eprintln!("{}: {error}", folder.display());
            }
        }
        eprintln!("Cargo does not take the crate, so it was removed again:\n{problem}");
        return ExitCode::from(3);
    }
    let Made { sdk, package, prepared } = made;
    eprintln!(
        "{}: {} files of the crate `{package}`, version {}",
        sdk.name,
        prepared.generated.files.len(),
        prepared.version
    );
    eprintln!(
        "its names and corrections: swagger/{}/sdk.toml; its tests: cargo test -p {package}",
        sdk.name
    );
    ExitCode::SUCCESS
}

/// Brings `Cargo.lock` up to date: what the crate depends on is mostly there, so the registry is asked only if need be.
fn lock() -> Result<(), String> {
    let run = |arguments: &[&str]| {
        let output = Command::new("cargo")
            .args(["update", "--workspace", "--quiet"])
            .args(arguments)
            .current_dir(root())
            .output()
            .map_err(|error| format!("cargo could not be started: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    };
    run(&["--offline"]).or_else(|_| run(&[]))
}
