//! What the libraries below a blocking call log: no token, no id, no body, no header of a reply. At the level TRACE ureq
//! would write every byte, so nothing is sent then.
//!
//! A process of its own, because the collectors of logs are the process's.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use guest_chat_tests::{Act, Capture, JWT, RawServer, http_reply, message};
use purecloud_guest_chat_client::ErrorKind;

#[test]
fn rule_s01_blocking_calls_are_refused_rather_than_logged() {
    Capture::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let reply = http_reply("200 OK", &[("x-token", "canary")], br#"{"id":"1","jwt":"canary"}"#);
    let server = runtime.block_on(RawServer::start(vec![
        Act::Write(reply),
        Act::WriteReset(b"HTTP/1.1 canary".to_vec()),
    ]));
    let client = server.builder().build_blocking().unwrap();
    let chat = client.web_chat();
    let send = || chat.send_message("canary-id", "m", message("canary")).send_blocking();
    let error = send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("ureq_proto") && !error.may_have_been_processed());
    assert!(server.requests().is_empty());

    log::set_max_level(log::LevelFilter::Debug);
    send().unwrap();
    chat.get_message("canary-id", "m").send_blocking().unwrap_err();

    let log = Capture::log();
    assert!(log.contains("event of ureq"), "the library logs nothing: {log}");
    // Rows of bytes are cut anywhere, so a part will do.
    for leak in ["canary", "anary", JWT] {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(leak)).collect();
        assert!(lines.is_empty(), "{leak} is logged: {lines:?}");
    }
}
