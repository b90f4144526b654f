//! `cargo xtask browser`: the SDK in a real browser, against the simulator.
//!
//! The page of `tests/browser/guest-chat` is compiled for the browser, and its driver for this machine; the driver does the rest.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use serde_json::Value;

use crate::root;

const PACKAGE: &str = "guest-chat-browser";
const TARGET: &str = "wasm32-unknown-unknown";

/// The arguments of `cargo xtask browser`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Start no browser: serve the page and an agent who answers, to be looked at.
    #[arg(long)]
    serve: bool,
    /// Keep the picture of the chat as `tests/browser/guest-chat/screenshot.png`.
    #[arg(long, conflicts_with = "serve")]
    screenshot: bool,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match browse(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

/// Whether all went well.
fn browse(arguments: &Arguments) -> Result<bool, String> {
    let target = target_directory()?;
    let built = cargo("build", &["--bin", "page", "--target", TARGET]).status();
    if !built.map_err(|error| error.to_string())?.success() {
        return Err(format!(
            "the page does not compile; is the target there? `rustup target add {TARGET}`"
        ));
    }
    let work = target.join("browser");
    let screenshot = if arguments.screenshot {
        root().join("tests/browser/guest-chat/screenshot.png")
    } else {
        work.join("screenshot.png")
    };
    let mut driver = cargo("run", &["--bin", "driver", "--features", "driver", "--"]);
    driver.arg("--page").arg(target.join(TARGET).join("debug/page.wasm"));
    driver.arg("--work").arg(&work);
    if arguments.serve {
        driver.arg("--serve");
    } else {
        driver.arg("--screenshot").arg(screenshot);
    }
    let status = driver.status().map_err(|error| error.to_string())?;
    Ok(status.success())
}

/// A command of Cargo for the package.
fn cargo(verb: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args([verb, "--quiet", "--locked", "--package", PACKAGE]).args(arguments);
    command.current_dir(root());
    command
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
