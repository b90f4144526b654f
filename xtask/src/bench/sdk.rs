//! What the SDK costs: its crates, its compilation, its size, and, by the benchmark `sdk`, its calls and streams.

use std::io;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use generator::command::{Sdk, read_config};

use super::{SoakArguments, cargo, summary, target};
use crate::features::{budgets, count_crates};
use crate::root;

/// How often the crate is compiled.
const COMPILATIONS: usize = 5;

/// The same small app twice.
const APPS: [(&str, &str); 2] = [("SDK", "app_with_sdk"), ("by hand", "app_by_hand")];

/// Runs `soak`.
pub(crate) fn soak(arguments: &SoakArguments) -> ExitCode {
    let (chats, seconds) = (arguments.chats.to_string(), arguments.seconds.to_string());
    let question = ["soak", "--chats", &chats, "--seconds", &seconds];
    arguments.which.each(|sdk| match ask(sdk, &question) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(1)
        }
    })
}

/// The manifest of the benchmarks of an SDK; `None` after saying that it has none.
fn benchmarks(sdk: &Sdk) -> Option<String> {
    let manifest = root().join("tests/benchmarks").join(&sdk.name).join("Cargo.toml");
    if !manifest.is_file() {
        println!(
            "{}: not measured, it has no benchmarks in tests/benchmarks/{}",
            sdk.name, sdk.name
        );
        return None;
    }
    Some(manifest.display().to_string())
}

/// The name of the crate.
fn package(sdk: &Sdk) -> io::Result<String> {
    let config =
        read_config(&sdk.config).map_err(|problems| io::Error::other(problems.to_string()))?;
    Ok(config.package.name)
}

/// Asks the benchmark of an SDK.
pub(super) fn ask(sdk: &Sdk, question: &[&str]) -> io::Result<()> {
    let Some(manifest) = benchmarks(sdk) else { return Ok(()) };
    let bench = ["bench", "--quiet", "--manifest-path", &manifest, "--bench", "sdk", "--"];
    cargo(&[&bench, question].concat(), &target())
}

/// How many crates are compiled for the SDK, itself included.
pub(super) fn crates(sdk: &Sdk) -> io::Result<()> {
    let package = package(sdk)?;
    for (features, most) in budgets(sdk).map_err(io::Error::other)? {
        let count = count_crates(&package, &features).map_err(io::Error::other)?;
        println!("{}: {count} crates with the features `{features}` (at most {most})", sdk.name);
    }
    Ok(())
}

/// `cargo check` and `cargo build` of the generated crate alone, its dependencies being there.
pub(super) fn compile(sdk: &Sdk) -> io::Result<()> {
    let package = package(sdk)?;
    let target = target().join("bench-check");
    for command in ["check", "build"] {
        let compile = [command, "--quiet", "--package", &package];
        cargo(&compile, &target)?;
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..COMPILATIONS {
            cargo(&["clean", "--quiet", "--package", &package], &target)?;
            let started = Instant::now();
            cargo(&compile, &target)?;
            times.push(started.elapsed());
        }
        println!("cargo {command} of {package} alone, {COMPILATIONS} times:");
        println!("  {}", summary(&mut times));
    }
    Ok(())
}

/// A small app, with the SDK and by hand, as it would be shipped.
pub(super) fn size(sdk: &Sdk) -> io::Result<()> {
    let Some(manifest) = benchmarks(sdk) else { return Ok(()) };
    let target = target();
    let mut sizes = Vec::new();
    for (_, app) in APPS {
        let build =
            ["rustc", "--release", "--quiet", "--manifest-path", &manifest, "--example", app];
        cargo(&[&build[..], &["--", "-C", "strip=symbols"]].concat(), &target)?;
        let program = target.join("release/examples").join(app);
        sizes.push(program.metadata()?.len());
    }
    println!("{}: a small app that does what the SDK is for, stripped:", sdk.name);
    for ((name, _), size) in APPS.iter().zip(&sizes) {
        println!("  {name}: {} KiB", size / 1024);
    }
    Ok(())
}
