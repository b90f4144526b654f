//! The simulator as a program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_web-messaging-simulator"))
}

#[test]
fn it_says_where_it_is_and_serves() {
    let mut child = program().arg("--bot").stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let address = first.strip_prefix("base URL       http://").unwrap();
    let connected = std::net::TcpStream::connect(address).is_ok();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(connected, "{first}");
}

#[test]
fn what_it_does_not_know_is_refused_with_what_it_does() {
    let output = program().arg("--dance").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("`--dance` is no option") && told.contains("--bot"), "{told}");
}
