//! Many chats at once with a service in trouble: every message comes once and in order, and nothing is left over.
//!
//! A process of its own, because the sockets of a process are counted. `cargo xtask soak` does the same for longer.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;
use std::time::Duration;

use guest_chat_tests::{Crowd, Script, Soak, seconds, serve, soak};

#[test]
fn fault_55_chats_with_a_service_in_trouble_lose_nothing() {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["--ignored", "--exact", "the_service", "--nocapture"]);
    let crowd = Crowd::start(program);
    let report = soak(crowd.address(), Soak { chats: 20, duration: seconds(2) });
    assert_eq!(report.flaws(), Vec::<String>::new(), "{report}");
    assert!(report.heard >= 50 && report.said >= 1, "{report}");
    assert!(report.interruptions >= 1 && report.failed >= 1, "nothing went wrong: {report}");
}

#[tokio::test]
#[ignore = "serves until its input ends; the test above runs it"]
async fn the_service() {
    let (talks, trouble) = (Duration::from_millis(200), Duration::from_millis(50));
    serve(Script { attends: true, talks: Some(talks), trouble_every: Some(trouble) }).await;
}
