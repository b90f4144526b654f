//! `cargo xtask judge-requests`: npm's Prism validates what generated crates send, and they read what it answers.
//!
//! For each definition a program is written that calls every operation of its crate with values made from the schemas, the
//! smallest and the fullest ones (`program`). It is run against Prism, which has the same definition and runs on this
//! machine; Prism says of each request what in it is not as the definition says (`verdict`).

mod argument;
mod arguments;
mod definition;
mod instance;
mod limits;
mod pattern;
mod prism;
mod program;
mod report;
mod row;
mod verdict;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use generator::{command, templates};

use self::definition::Candidate;
use self::row::Row;
use crate::compile::target;
use crate::root;

/// The arguments of `cargo xtask judge-requests`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only these definitions: folders below `tests/generator/golden`, or names of crates of the other folder.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// The definitions of this folder instead of the goldens.
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match judge(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("judge-requests: {error}");
            ExitCode::from(3)
        }
    }
}

fn judge(arguments: &Arguments) -> io::Result<ExitCode> {
    let Some(candidates) = candidates(arguments)? else { return Ok(ExitCode::SUCCESS) };
    let Some(prism) = prism::fetch(&target().join("judges"))? else {
        println!("judge-requests: not tried, there is no Node on this machine");
        return Ok(ExitCode::SUCCESS);
    };
    let templates = match templates::from_folder(&root().join("templates")) {
        Ok(templates) => templates,
        Err(problem) => {
            let problems = problem.into();
            command::print_diagnostics(&problems);
            return Ok(command::exit_code(&problems));
        }
    };
    let folder = root().join("target/compile/requests");
    fs::create_dir_all(&folder)?;
    let mut rows = Vec::new();
    for candidate in &candidates {
        rows.push(Row::of(candidate, &templates, &folder)?);
    }
    build(&folder, &rows)?;
    for row in &mut rows {
        row.hear(&prism)?;
    }
    Ok(report::print(&rows))
}

/// The definitions that are asked for; nothing where their folder is not there.
fn candidates(arguments: &Arguments) -> io::Result<Option<Vec<Candidate>>> {
    let mut all = match &arguments.specs {
        Some(folder) if !folder.exists() => {
            println!("judge-requests: not tried, {} is not there", folder.display());
            return Ok(None);
        }
        Some(folder) => definition::others(folder)?,
        None => definition::goldens(&root().join("tests/generator/golden")),
    };
    let known = |name: &&String| all.iter().any(|candidate| candidate.name == **name);
    if let Some(name) = arguments.names.iter().find(|name| !known(name)) {
        let names: Vec<&str> = all.iter().map(|candidate| candidate.name.as_str()).collect();
        let message = format!("no definition is called {name:?}; there are: {}", names.join(", "));
        return Err(io::Error::other(message));
    }
    if !arguments.names.is_empty() {
        all.retain(|candidate| arguments.names.contains(&candidate.name));
    }
    Ok(Some(all))
}

/// Compiles the programs of all crates, in one workspace. What does not compile is told, and missing afterwards.
fn build(folder: &Path, rows: &[Row]) -> io::Result<()> {
    let members: Vec<String> = rows
        .iter()
        .filter(|row| row.written.is_ok())
        .map(|row| format!("{:?}", row.name))
        .collect();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    for row in rows {
        // What an earlier run left must not answer for this one.
        let _ = fs::remove_file(row.executable());
    }
    Command::new("cargo")
        .args(["build", "--quiet", "--workspace", "--examples", "--keep-going"])
        .env("CARGO_TARGET_DIR", target())
        // They are built once, and would take gigabytes.
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(folder)
        .status()?;
    Ok(())
}
