//! `cargo xtask bench`: how long the generator and the differ take, room by room, what the SDK costs per call, and
//! how long it takes to check. Ratios within one run count; machines are noisy.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{fs, io};

use clap::Args;

use crate::root;

/// How often each process is run.
const RUNS: usize = 15;

/// How often the crate is checked.
const CHECKS: usize = 5;

/// The two definitions for the differ where the caller names none.
const PAIR: [&str; 2] =
    ["../shared/pairs/gc-platform/16.0.0.json", "../shared/pairs/gc-platform/19.0.0.json"];

/// Only every so-many-th path is compared: the same definition at other sizes.
const SHARES: [&str; 4] = ["50", "20", "10", "1"];

/// What `bench` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Two definitions for the differ, large ones: `cargo xtask bench --pair old.json new.json`.
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"])]
    pair: Option<Vec<PathBuf>>,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let pair = arguments.pair.clone().unwrap_or_else(|| PAIR.map(|path| root().join(path)).into());
    match generate()
        .and_then(|()| differ(&pair))
        .and_then(|()| check_crate())
        .and_then(|()| calls())
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

/// Two definitions through all rooms of the differ, at several sizes; a process for each.
fn differ(pair: &[PathBuf]) -> io::Result<()> {
    if let Some(absent) = pair.iter().find(|path| !path.exists()) {
        println!("the differ: not measured, {} is not there; see --pair", absent.display());
        return Ok(());
    }
    cargo(
        &["build", "--release", "--quiet", "--package", "benchmarks", "--example", "diff"],
        None,
    )?;
    println!("two definitions compared, by the share of their paths, in µs:");
    for share in SHARES {
        let output = Command::new(root().join("target/release/examples/diff"))
            .args(pair)
            .arg(share)
            .output()?;
        if !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        let rooms = String::from_utf8_lossy(&output.stdout).replace('\t', " ");
        println!("  1/{share}: {}", rooms.lines().collect::<Vec<_>>().join(", "));
    }
    Ok(())
}

/// The guest definition to files, as whole release-build processes.
fn generate() -> io::Result<()> {
    cargo(&["build", "--release", "--quiet", "--package", "generator"], None)?;
    let out = root().join("target/bench-out");
    let mut processes = Vec::new();
    let mut rooms: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for _ in 0..RUNS {
        let _ = fs::remove_dir_all(&out);
        let started = Instant::now();
        let output = Command::new(root().join("target/release/generator"))
            .args(["generate", "--timings", "--check", "--swagger", "swagger/guest.json"])
            .args(["--config", "swagger/guest.toml", "--out", "generated"])
            .current_dir(root())
            .output()?;
        processes.push(started.elapsed());
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            if let Some((room, value)) = line.split_once('\t') {
                rooms.entry(room.to_owned()).or_default().push(value.parse().unwrap_or_default());
            }
        }
    }
    println!("guest definition to files and compared with generated/, {RUNS} processes:");
    println!("  {}", summary(&mut processes));
    for (room, mut values) in rooms {
        values.sort_unstable();
        let median = values.get(values.len() / 2).copied().unwrap_or_default();
        println!("  {room:<12} median {median}{}", if room == "peak-kib" { " KiB" } else { " µs" });
    }
    Ok(())
}

/// `cargo check` of the generated crate alone, its dependencies being there.
fn check_crate() -> io::Result<()> {
    let check = ["check", "--quiet", "--package", "purecloud-guest-chat-client"];
    let target = root().join("target/bench-check");
    cargo(&check, Some(&target))?;
    let mut times = Vec::new();
    for _ in 0..CHECKS {
        let clean = ["clean", "--quiet", "--package", "purecloud-guest-chat-client"];
        cargo(&clean, Some(&target))?;
        let started = Instant::now();
        cargo(&check, Some(&target))?;
        times.push(started.elapsed());
    }
    println!(
        "cargo check of the generated crate alone, {CHECKS} times:\n  {}",
        summary(&mut times)
    );
    Ok(())
}

/// A call of the SDK beside the same call written by hand.
fn calls() -> io::Result<()> {
    println!("one call over a loopback socket, the SDK and by hand:");
    cargo(&["bench", "--quiet", "--package", "benchmarks", "--bench", "request"], None)
}

fn summary(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |index: usize| times.get(index).copied().unwrap_or_default();
    format!(
        "min {:.1?}, median {:.1?}, max {:.1?}",
        at(0),
        at(times.len() / 2),
        at(times.len().saturating_sub(1))
    )
}

fn cargo(arguments: &[&str], target: Option<&Path>) -> io::Result<()> {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(root());
    // Without a target folder of its own the binaries must be where `generate` looks for them.
    command
        .env("CARGO_TARGET_DIR", target.map_or_else(|| root().join("target"), Path::to_path_buf));
    let status = command.status()?;
    if status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("`cargo {}` failed", arguments.join(" "))))
}
