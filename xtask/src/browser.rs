//! `cargo xtask browser`: an SDK in a real browser, against the simulator of its service.
//!
//! The crate is linted for the browser. Where an SDK has a page, in `tests/browser/<sdk>/`, that is compiled for the
//! browser, and its driver for this machine; the driver does the rest.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use generator::command::Sdk;
use serde_json::Value;

use crate::root;
use crate::sdks::{Which, config};

const TARGET: &str = "wasm32-unknown-unknown";

/// The arguments of `cargo xtask browser`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Lint for the browser, and start none.
    #[arg(long, conflicts_with_all = ["serve", "screenshot"])]
    lint: bool,
    /// Start no browser: serve the page and an agent who answers, to be looked at.
    #[arg(long)]
    serve: bool,
    /// Keep the picture of the chat as `screenshot.png` beside the page.
    #[arg(long, conflicts_with = "serve")]
    screenshot: bool,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    arguments.which.each(|sdk| {
        let package = match config(sdk) {
            Ok(config) => config.package.name,
            Err(code) => return code,
        };
        match browse(arguments, sdk, &package) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            Err(error) => {
                eprintln!("{error}");
                ExitCode::from(3)
            }
        }
    })
}

/// Whether all went well.
fn browse(arguments: &Arguments, sdk: &Sdk, package: &str) -> Result<bool, String> {
    if !lint(&["--package", package])? {
        return Ok(false);
    }
    let folder = root().join("tests/browser").join(&sdk.name);
    let manifest = folder.join("Cargo.toml");
    if !manifest.is_file() {
        eprintln!(
            "{package} compiles for the browser; it has no page in tests/browser/{}",
            sdk.name
        );
        return Ok(true);
    }
    let manifest = manifest.display().to_string();
    if !lint(&["--manifest-path", &manifest])? || arguments.lint {
        return Ok(arguments.lint);
    }
    let target = target_directory()?;
    let built =
        cargo("build", &["--manifest-path", &manifest, "--bin", "page", "--target", TARGET]);
    if !succeeds(built)? {
        return Err("the page does not compile".to_owned());
    }
    let work = target.join("browser").join(&sdk.name);
    let pictures = if arguments.screenshot { &folder } else { &work };
    let screenshot = pictures.join("screenshot.png");
    let driver = ["--manifest-path", &manifest, "--bin", "driver", "--features", "driver", "--"];
    let mut driver = cargo("run", &driver);
    driver.arg("--page").arg(target.join(TARGET).join("debug/page.wasm"));
    driver.arg("--work").arg(&work);
    if arguments.serve {
        driver.arg("--serve");
    } else {
        driver.arg("--screenshot").arg(screenshot);
    }
    succeeds(driver)
}

/// Whether a package is free of warnings when it is compiled for the browser.
fn lint(package: &[&str]) -> Result<bool, String> {
    let arguments = [package, &["--target", TARGET, "--", "-D", "warnings"]].concat();
    let clean = succeeds(cargo("clippy", &arguments))?;
    if !clean {
        eprintln!("is the target there? `rustup target add {TARGET}`");
    }
    Ok(clean)
}

/// A command of Cargo.
fn cargo(verb: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args([verb, "--quiet", "--locked"]).args(arguments).current_dir(root());
    command
}

fn succeeds(mut command: Command) -> Result<bool, String> {
    let status =
        command.status().map_err(|error| format!("cargo could not be started: {error}"))?;
    Ok(status.success())
}

/// Where Cargo puts what it compiles.
fn target_directory() -> Result<PathBuf, String> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps", "--locked"])
        .current_dir(root())
        .output()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned())?;
    let path = metadata.get("target_directory").and_then(Value::as_str);
    path.map(|path| Path::new(path).to_owned())
        .ok_or_else(|| "cargo does not say where it compiles".to_owned())
}
