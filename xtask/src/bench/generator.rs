//! The generator and the differ, as whole processes of their release builds.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::{self, Display, Formatter};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{fs, io};

use generator::command::Sdk;

use super::definition::{self, Large};
use super::{cargo, summary, target};
use crate::root;

/// How often each process is run.
const RUNS: usize = 15;

/// The two definitions for the differ where the caller names none.
const PAIR: [&str; 2] =
    ["../shared/pairs/gc-platform/16.0.0.json", "../shared/pairs/gc-platform/19.0.0.json"];

/// Only every so-many-th path is compared: the same definition at other sizes.
const SHARES: [&str; 4] = ["50", "20", "10", "1"];

/// Two definitions through all stages of the differ, at several sizes; a process for each.
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
        let stages = String::from_utf8_lossy(&output.stdout).replace('\t', " ");
        println!("  1/{share}: {}", stages.lines().collect::<Vec<_>>().join(", "));
    }
    Ok(())
}

/// Every so-many-th path of the large definition: how time and memory grow.
const LARGE_SHARES: [usize; 4] = [8, 4, 2, 1];

/// How often the large definition is generated at each size.
const LARGE_RUNS: usize = 5;

/// The definition of an SDK to files: the second run, which reads the lock of the first one and writes nothing.
pub(super) fn generate(sdk: &Sdk) -> io::Result<()> {
    build()?;
    let out = target().join("bench").join(&sdk.name);
    let arguments = [
        sdk.definition.clone().into_os_string(),
        "--config".into(),
        sdk.config.clone().into_os_string(),
        "--out".into(),
        out.clone().into_os_string(),
    ];
    Measured::of(1, &arguments, Some(&out))?;
    let measured = Measured::of(RUNS, &arguments, None)?;
    println!("definition to files and compared with the crate, {RUNS} processes:");
    print!("{measured}");
    fs::remove_dir_all(out)
}

/// A large definition to files, at several sizes.
pub(super) fn large() -> io::Result<()> {
    build()?;
    let folder = target().join("bench");
    fs::create_dir_all(&folder)?;
    let large = Large::find()?;
    println!("{} to files in an empty folder, {LARGE_RUNS} processes each:", large.name);
    let (swagger, config, out) =
        (folder.join("definition.json"), folder.join("sdk.toml"), folder.join("sdk"));
    fs::write(&config, definition::CONFIG)?;
    let arguments = [
        swagger.clone().into_os_string(),
        "--config".into(),
        config.into_os_string(),
        "--out".into(),
        out.clone().into_os_string(),
    ];
    for share in LARGE_SHARES {
        let text = large.share(share)?;
        fs::write(&swagger, &text)?;
        let measured = Measured::of(LARGE_RUNS, &arguments, Some(&out))?;
        println!(" 1/{share} ({} KiB):", text.len() / 1024);
        print!("{measured}");
    }
    fs::remove_dir_all(folder)
}

pub(super) fn build() -> io::Result<()> {
    cargo(&["build", "--release", "--quiet", "--package", "generator"], &target())
}

/// What some runs of the generator took.
struct Measured {
    processes: Vec<Duration>,
    /// Processor time of one process, in milliseconds, where the system tells.
    processor: Option<u64>,
    /// By stage, in microseconds; and `peak-kib`.
    stages: BTreeMap<String, Vec<u64>>,
}

impl Measured {
    /// Runs the generator so often; `fresh` is a folder that is removed before each run.
    fn of(runs: usize, arguments: &[OsString], fresh: Option<&Path>) -> io::Result<Self> {
        let mut measured = Self { processes: Vec::new(), processor: None, stages: BTreeMap::new() };
        let before = processor_time();
        for _ in 0..runs {
            if let Some(folder) = fresh.filter(|folder| folder.exists()) {
                fs::remove_dir_all(folder)?;
            }
            let started = Instant::now();
            let output = Command::new(target().join("release").join(generator::PROGRAM))
                .args(["generate", "--timings"])
                .args(arguments)
                .current_dir(root())
                .output()?;
            measured.processes.push(started.elapsed());
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                if let Some((stage, value)) = line.split_once('\t') {
                    let values = measured.stages.entry(stage.to_owned()).or_default();
                    values.push(value.parse().unwrap_or_default());
                }
            }
            if !measured.stages.contains_key("peak-kib") && !output.status.success() {
                return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
            }
        }
        let runs = u64::try_from(runs).unwrap_or(1);
        measured.processor = before.zip(processor_time()).map(|(from, to)| (to - from) / runs);
        Ok(measured)
    }
}

impl Display for Measured {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {}", summary(&mut self.processes.clone()))?;
        if let Some(time) = self.processor {
            writeln!(f, "  processor    {time} ms")?;
        }
        for (stage, values) in &self.stages {
            let mut values = values.clone();
            values.sort_unstable();
            let median = values.get(values.len() / 2).copied().unwrap_or_default();
            let unit = if stage == "peak-kib" { "KiB" } else { "µs" };
            writeln!(f, "  {stage:<12} median {median} {unit}")?;
        }
        Ok(())
    }
}

/// The processor time that the processes which this one has started and waited for have taken, in
/// milliseconds. Linux counts in hundredths of a second, so only many runs tell what a short one takes.
pub(super) fn processor_time() -> Option<u64> {
    children_time().map(|[user, system]| user + system)
}

/// The part of it that they took themselves. The rest is that of the system: to make thousands of files takes as long as
/// the file system likes.
pub(super) fn user_time() -> Option<u64> {
    children_time().map(|[user, _]| user)
}

fn children_time() -> Option<[u64; 2]> {
    const MILLISECONDS_PER_TICK: u64 = 10;
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in parentheses, may hold spaces; `cutime` and `cstime` are 16 and 17.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |number: usize| fields.get(number)?.parse::<u64>().ok();
    Some([ticks(13)? * MILLISECONDS_PER_TICK, ticks(14)? * MILLISECONDS_PER_TICK])
}
