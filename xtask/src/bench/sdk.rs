//! What the SDK costs: its crates, its compilation, its size, and, by the benchmark `sdk`, its calls and streams.

use std::io;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::{SoakArguments, cargo, summary, target};
use crate::features::{MOST_CRATES, MOST_WITH_EVENTS, REST, WITH_EVENTS, count_crates};

const CRATE: &str = "purecloud-guest-chat-client";

/// How often the crate is compiled.
const COMPILATIONS: usize = 5;

/// The same small app twice.
const APPS: [(&str, &str); 2] = [("SDK", "app_with_sdk"), ("by hand", "app_by_hand")];

/// Runs `soak`.
pub(crate) fn soak(arguments: &SoakArguments) -> ExitCode {
    let (chats, seconds) = (arguments.chats.to_string(), arguments.seconds.to_string());
    match ask(&["soak", "--chats", &chats, "--seconds", &seconds]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(1)
        }
    }
}

/// Asks the benchmark of the SDK.
pub(super) fn ask(question: &[&str]) -> io::Result<()> {
    let bench = ["bench", "--quiet", "--package", "guest-chat-benchmarks", "--bench", "sdk", "--"];
    cargo(&[&bench, question].concat(), &target())
}

/// How many crates are compiled for the SDK, itself included.
pub(super) fn crates() -> io::Result<()> {
    let count = |features| count_crates(features).map_err(io::Error::other);
    let (rest, events) = (count(REST)?, count(WITH_EVENTS)?);
    println!(
        "crates: {rest} for REST calls (at most {MOST_CRATES}), {events} with events (at most {MOST_WITH_EVENTS})"
    );
    Ok(())
}

/// `cargo check` and `cargo build` of the generated crate alone, its dependencies being there.
pub(super) fn compile() -> io::Result<()> {
    let target = target().join("bench-check");
    for command in ["check", "build"] {
        let compile = [command, "--quiet", "--package", CRATE];
        cargo(&compile, &target)?;
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..COMPILATIONS {
            cargo(&["clean", "--quiet", "--package", CRATE], &target)?;
            let started = Instant::now();
            cargo(&compile, &target)?;
            times.push(started.elapsed());
        }
        println!("cargo {command} of the generated crate alone, {COMPILATIONS} times:");
        println!("  {}", summary(&mut times));
    }
    Ok(())
}

/// A small app, with the SDK and by hand, as it would be shipped.
pub(super) fn size() -> io::Result<()> {
    let target = target();
    let mut sizes = Vec::new();
    for (_, app) in APPS {
        let build = [
            "rustc",
            "--release",
            "--quiet",
            "--package",
            "guest-chat-benchmarks",
            "--example",
            app,
        ];
        cargo(&[&build[..], &["--", "-C", "strip=symbols"]].concat(), &target)?;
        let program = target.join("release/examples").join(app);
        sizes.push(program.metadata()?.len());
    }
    println!("a small app that starts a chat, says something and hears it, stripped:");
    for ((name, _), size) in APPS.iter().zip(&sizes) {
        println!("  {name}: {} KiB", size / 1024);
    }
    Ok(())
}
