//! `cargo xtask judge`: other implementations of WebSocket read the frames of an SDK, and write frames that it reads.
//!
//! They are npm's `ws` and Python's `websockets`, which are fetched into `target/judges/` when they are not there. An SDK may
//! have them in `tests/sdk/<sdk>/judges/`, each a program that prints `PORT` and its port; the tests are the
//! ignored ones of its `judged`.

use std::io::{self, BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};

use crate::root;
use crate::sdks::Which;

/// What judges are started with, and how it is fetched.
struct Judge {
    name: &'static str,
    program: &'static str,
    fetch: fn(&Path) -> io::Result<()>,
    command: fn(&Path) -> Command,
}

const JUDGES: [Judge; 2] = [
    Judge { name: "ws", program: "peer.cjs", fetch: fetch_ws, command: node },
    Judge { name: "websockets", program: "peer.py", fetch: fetch_websockets, command: python },
];

/// Runs the task.
pub(crate) fn run(which: &Which) -> ExitCode {
    which.each(|sdk| {
        let folder = root().join("tests/sdk").join(&sdk.name).join("judges");
        let judges = JUDGES.iter().filter(|judge| folder.join(judge.program).is_file());
        for judge in judges {
            match hold(judge, &sdk.name, &folder) {
                Ok(true) => eprintln!("{}: {} agrees", sdk.name, judge.name),
                Ok(false) => return ExitCode::from(1),
                Err(error) => {
                    eprintln!("{}: {error}", judge.name);
                    return ExitCode::from(3);
                }
            }
        }
        ExitCode::SUCCESS
    })
}

/// Whether the tests pass with this one at the other end.
fn hold(judge: &Judge, sdk: &str, folder: &Path) -> io::Result<bool> {
    let home = root().join("target/judges");
    std::fs::create_dir_all(&home)?;
    (judge.fetch)(&home)?;
    let mut command = (judge.command)(&home);
    let mut peer = command.arg(folder.join(judge.program)).stdout(Stdio::piped()).spawn()?;
    let tested = port(&mut peer).and_then(|port| {
        let status = Command::new(env!("CARGO"))
            .args(["test", "-p", &format!("{sdk}-tests"), "--test", "judged", "--", "--ignored"])
            .env("JUDGE", format!("http://127.0.0.1:{port}"))
            .current_dir(root())
            .status()?;
        Ok(status.success())
    });
    peer.kill()?;
    peer.wait()?;
    tested
}

fn port(peer: &mut Child) -> io::Result<String> {
    let lines = peer.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines());
    for line in lines {
        if let Some(port) = line?.strip_prefix("PORT ") {
            return Ok(port.to_owned());
        }
    }
    Err(io::Error::other("it does not say where it is"))
}

fn fetch_ws(home: &Path) -> io::Result<()> {
    fetch_npm(home, "ws", "8")
}

/// Installs a package of npm in a folder, unless it is there.
pub(crate) fn fetch_npm(home: &Path, package: &str, version: &str) -> io::Result<()> {
    if home.join("node_modules").join(package).is_dir() {
        return Ok(());
    }
    let package = format!("{package}@{version}");
    // What npm has not saved, the next installation takes away.
    done(Command::new("npm").args(["install", "--prefix"]).arg(home).arg(package))
}

fn fetch_websockets(home: &Path) -> io::Result<()> {
    let folder = home.join("python");
    // An interpreter alone is left behind by an installation that failed.
    let found = python(home).args(["-c", "import websockets"]).stderr(Stdio::null()).status();
    if found.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    done(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    done(Command::new(folder.join("bin/pip")).args(["install", "--quiet", "websockets>=14"]))
}

fn done(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other("it cannot be fetched")) }
}

fn node(home: &Path) -> Command {
    let mut command = Command::new("node");
    command.env("NODE_PATH", home.join("node_modules"));
    command
}

fn python(home: &Path) -> Command {
    Command::new(home.join("python/bin/python"))
}
