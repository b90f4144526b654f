//! What the libraries below a blocking call log, at the most talkative level: no token, no body, no header of a reply.
//! ureq writes the paths of requests at the level TRACE, which hold ids; at DEBUG it does not.
//!
//! A process of its own, because the collectors of logs are the process's.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sdk_tests::{Act, Capture, JWT, RawServer, http_reply, message};

#[test]
fn rule_s01_the_libraries_of_blocking_calls_log_no_token() {
    Capture::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let reply = http_reply("200 OK", &[("x-token", "canary")], br#"{"id":"1","jwt":"canary"}"#);
    let server = runtime.block_on(RawServer::start(vec![
        Act::Write(reply),
        Act::WriteReset(b"HTTP/1.1 canary".to_vec()),
    ]));
    let client = server.builder().build_blocking().unwrap();
    let chat = client.web_chat();
    chat.send_message("some-id", "m", message("canary")).send_blocking().unwrap();
    chat.get_message("some-id", "m").send_blocking().unwrap_err();

    let log = Capture::log();
    assert!(log.contains("event of ureq"), "the library logs nothing: {log}");
    for leak in ["canary", JWT] {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(leak)).collect();
        assert!(lines.is_empty(), "{leak} is logged: {lines:?}");
    }
}
