//! The generator and the differ, as whole processes of their release builds.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use generator::command::Sdk;

use super::{cargo, summary, target};
use crate::root;

/// How often each process is run.
const RUNS: usize = 15;

/// The two definitions for the differ where the caller names none.
const PAIR: [&str; 2] =
    ["../shared/pairs/gc-platform/16.0.0.json", "../shared/pairs/gc-platform/19.0.0.json"];

/// Only every so-many-th path is compared: the same definition at other sizes.
const SHARES: [&str; 4] = ["50", "20", "10", "1"];

/// Two definitions through all rooms of the differ, at several sizes; a process for each.
pub(super) fn differ(pair: Option<&[PathBuf]>) -> io::Result<()> {
    let usual = || PAIR.map(|path| root().join(path)).into();
    let pair: Vec<PathBuf> = pair.map_or_else(usual, <[_]>::to_vec);
    if let Some(absent) = pair.iter().find(|path| !path.exists()) {
        println!("the differ: not measured, {} is not there; see --pair", absent.display());
        return Ok(());
    }
    let example =
        ["build", "--release", "--quiet", "--package", "generator-tests", "--example", "diff"];
    cargo(&example, &target())?;
    println!("two definitions compared, by the share of their paths, in µs:");
    for share in SHARES {
        let output =
            Command::new(target().join("release/examples/diff")).args(&pair).arg(share).output()?;
        if !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        let rooms = String::from_utf8_lossy(&output.stdout).replace('\t', " ");
        println!("  1/{share}: {}", rooms.lines().collect::<Vec<_>>().join(", "));
    }
    Ok(())
}

/// The definition of an SDK to files.
pub(super) fn generate(sdk: &Sdk) -> io::Result<()> {
    cargo(&["build", "--release", "--quiet", "--package", "generator"], &target())?;
    let mut processes = Vec::new();
    let mut rooms: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for _ in 0..RUNS {
        let started = Instant::now();
        let output = Command::new(target().join("release/generator"))
            .args(["generate", "--timings", "--check"])
            .arg("--swagger")
            .arg(&sdk.definition)
            .arg("--config")
            .arg(&sdk.config)
            .arg("--out")
            .arg(&sdk.out)
            .current_dir(root())
            .output()?;
        processes.push(started.elapsed());
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            if let Some((room, value)) = line.split_once('\t') {
                rooms.entry(room.to_owned()).or_default().push(value.parse().unwrap_or_default());
            }
        }
    }
    println!(
        "{}: definition to files, and compared with those of the crate, {RUNS} processes:",
        sdk.name
    );
    println!("  {}", summary(&mut processes));
    for (room, mut values) in rooms {
        values.sort_unstable();
        let median = values.get(values.len() / 2).copied().unwrap_or_default();
        println!("  {room:<12} median {median}{}", if room == "peak-kib" { " KiB" } else { " µs" });
    }
    Ok(())
}
