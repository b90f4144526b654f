//! Prism: a program of others that validates each request by the definition, and answers what the definition says.

use std::io::{self, BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::judge;

/// What is fetched.
const PACKAGE: &str = "@stoplight/prism-cli";

/// The version that the limits of `verdict` were seen with.
const VERSION: &str = "5.14.2";

/// Prism at work on one definition. Dropping it ends it.
pub(super) struct Prism {
    process: Child,
    /// Where it listens.
    pub(super) address: String,
}

/// Fetches it when it is not there. Nothing where this machine has no Node.
pub(super) fn fetch(home: &Path) -> io::Result<Option<PathBuf>> {
    let found = Command::new("node").arg("--version").stdout(Stdio::null()).status();
    if !found.is_ok_and(|status| status.success()) {
        return Ok(None);
    }
    std::fs::create_dir_all(home)?;
    judge::fetch_npm(home, PACKAGE, VERSION)?;
    Ok(Some(home.join("node_modules").join(PACKAGE).join("dist/index.js")))
}

impl Prism {
    /// Starts it, and waits until it listens.
    pub(super) fn start(program: &Path, definition: &Path) -> io::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port().to_string();
        let mut process = Command::new("node")
            .arg(program)
            .args(["mock", "--errors", "--host", "127.0.0.1", "--port", &port])
            .arg(definition)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = process.stdout.take();
        let mut prism = Self { process, address: format!("http://127.0.0.1:{port}") };
        let mut out = BufReader::new(out.ok_or_else(|| io::Error::other("it says nothing"))?);
        let mut last = String::new();
        loop {
            let mut line = String::new();
            if out.read_line(&mut line)? == 0 {
                prism.process.wait()?;
                return Err(io::Error::other(format!("it does not start: {}", last.trim())));
            }
            if line.contains("Prism is listening") {
                break;
            }
            last = line;
        }
        // What it goes on saying must be taken from it, or it stands still.
        std::thread::spawn(move || out.read_to_end(&mut Vec::new()));
        Ok(prism)
    }

    /// Whether it has ended by itself: some requests are too much for it. It takes a moment.
    pub(super) fn has_ended(&mut self) -> io::Result<bool> {
        for _ in 0..20 {
            if self.process.try_wait()?.is_some() {
                return Ok(true);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(false)
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
