//! Nothing that the libraries below log, at the most talkative level, contains the token, an id or a body.
//!
//! A process of its own, because the collectors of logs are the process's.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::{Arguments, Debug, Write as _};
use std::sync::{Mutex, MutexGuard};

use purecloud_guest_chat_client::RetryConfig;
use sdk_tests::{Act, JWT, RawServer, http_reply, message, seconds};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static LOG: Mutex<String> = Mutex::new(String::new());

/// Collects everything that is logged.
struct Capture;

impl Capture {
    fn log() -> MutexGuard<'static, String> {
        LOG.lock().unwrap()
    }

    fn write(text: Arguments<'_>) {
        writeln!(Self::log(), "{text}").unwrap();
    }
}

impl Visit for Capture {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        Self::write(format_args!("{field}={value:?}"));
    }
}

impl Subscriber for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        attributes.record(&mut Self);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Self);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Self);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Capture {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        Self::write(*record.args());
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn rule_s01_s14_s18_logs_are_discreet() {
    log::set_logger(&Capture).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    tracing::subscriber::set_global_default(Capture).unwrap();

    let busy = http_reply("503 Busy", &[("retry-after", "0")], b"canary");
    let body = br#"{"id":"canary","jwt":"canary","bodyType":"canary-type"}"#;
    let fine = http_reply("200 OK", &[("x-token", "canary")], body);
    let server = RawServer::start(vec![
        Act::Write(busy),
        Act::Write(fine),
        Act::WriteReset(b"HTTP/1.1 canary".to_vec()),
    ])
    .await;
    let client = server.builder().retry(RetryConfig::genesys(seconds(5))).build().unwrap();
    let chat = client.web_chat();
    chat.send_message("canary-conversation", "canary-member", message("canary")).await.unwrap();
    chat.get_message("canary-conversation", "canary-message").await.unwrap_err();
    assert_eq!(server.requests().len(), 3);

    let log = Capture::log();
    assert!(log.contains("connect"), "the libraries log nothing: {log}");
    // The spans of the client name the operation, the template and the outcome, and no one.
    for fact in [
        "url.template=/api/v2/webchat/guest/conversations/{conversationId}/members/{memberId}/messages",
        "otel.name=\"postWebchatGuestConversationMemberMessages\"",
        "http.request.method=\"POST\"",
        "http.request.resend_count=1",
        "http.response.status_code=503",
        "http.response.status_code=200",
        "error.type=Io",
        "field.type=\"MessageBodyType\"",
    ] {
        assert!(log.contains(fact), "{fact} is missing: {log}");
    }
    for leak in ["canary", JWT] {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(leak)).collect();
        assert!(lines.is_empty(), "{leak} is logged: {lines:?}");
    }
}
