//! What is in a record at each level, as text and as JSON.

use std::time::{Duration, UNIX_EPOCH};

use guest_chat_tests::{
    Answer, FakeTransport, VirtualTimer, block_on, fake_client, message, reply, seconds,
};
use purecloud_guest_chat_client::transport::{TransportError, TransportErrorKind};
use purecloud_guest_chat_client::{Client, LogFormat, LogLevel, LogSettings, Logger, RetryConfig};
use serde_json::{Value, json};

use crate::Records;

const HEADERS: &[(&str, &str)] = &[("inin-correlation-id", "abc"), ("x-kept", "yes")];

fn client(settings: LogSettings, status: u16, body: &'static str) -> (Client, Records, Logger) {
    let (records, timer) = (Records::default(), VirtualTimer::default());
    timer.set_wall_clock(UNIX_EPOCH + Duration::from_millis(1_700_000_000_123));
    let transport = FakeTransport::constant(&timer, status, HEADERS, body);
    let logger = records.logger(settings);
    let client = fake_client(&transport, &timer).logger(logger.clone()).build().unwrap();
    (client, records, logger)
}

fn send(client: &Client) {
    let _ = block_on(client.web_chat().send_message("c", "m", message("hello there")).send());
}

fn json_record(settings: LogSettings, status: u16, body: &'static str) -> Option<Value> {
    let (client, records, _) = client(settings.format(LogFormat::Json), status, body);
    send(&client);
    let records = records.take();
    assert!(records.len() <= 1);
    let line = records.into_iter().next()?;
    assert_eq!(line.matches('\n').count(), 1);
    Some(serde_json::from_str(&line).unwrap())
}

#[test]
fn a_trace_has_the_headers_of_both_sides() {
    let record = json_record(LogSettings::new(LogLevel::Trace), 200, "{}").unwrap();
    assert_eq!(record["date"], "2023-11-14T22:13:20.123Z");
    assert_eq!(record["level"], "trace");
    assert_eq!(record["operation"], "postWebchatGuestConversationMemberMessages");
    assert_eq!((&record["method"], &record["attempt"]), (&json!("POST"), &json!(1)));
    let url = record["url"].as_str().unwrap();
    assert!(
        url.starts_with("https://api.") && url.ends_with("/conversations/c/members/m/messages")
    );
    assert_eq!((&record["statusCode"], &record["correlationId"]), (&json!(200), &json!("abc")));
    assert_eq!(record["requestHeaders"]["content-type"], "application/json");
    assert_eq!(record["responseHeaders"]["x-kept"], "yes");
    for absent in ["requestBody", "responseBody", "error"] {
        assert!(record.get(absent).is_none(), "{absent}");
    }
}

#[test]
fn debug_leaves_the_headers_of_responses_out() {
    let record = json_record(LogSettings::new(LogLevel::Debug), 200, "{}").unwrap();
    assert_eq!(record["level"], "debug");
    assert!(record.get("responseHeaders").is_none() && record.get("requestHeaders").is_some());
}

#[test]
fn errors_are_what_failed() {
    let settings = || LogSettings::new(LogLevel::Error);
    assert!(json_record(settings(), 200, "{}").is_none());
    let record = json_record(settings(), 404, "{}").unwrap();
    assert_eq!((&record["level"], &record["statusCode"]), (&json!("error"), &json!(404)));
    assert_eq!(record["responseHeaders"]["x-kept"], "yes");
    assert_eq!(record["error"], "the service answered with an error");
    // A failure is one at the other levels too.
    let record = json_record(LogSettings::new(LogLevel::Debug), 500, "{}").unwrap();
    assert_eq!(record["level"], "error");
    assert!(record.get("responseHeaders").is_some());
}

#[test]
fn nothing_is_written_by_default() {
    assert!(json_record(LogSettings::default(), 500, "{}").is_none());
}

#[test]
fn bodies_are_for_those_who_ask() {
    let settings = LogSettings::new(LogLevel::Trace).request_bodies(true).response_bodies(true);
    let record = json_record(settings.clone(), 200, r#"{"body":"hi back"}"#).unwrap();
    assert_eq!(record["requestBody"], r#"{"body":"hello there"}"#);
    assert_eq!(record["responseBody"], r#"{"body":"hi back"}"#);
    let record = json_record(settings.longest_body(9), 200, r#"{"body":"hi back"}"#).unwrap();
    assert_eq!(record["requestBody"], "{\"body\":\"... [22 bytes in all]");
    assert_eq!(record["responseBody"], "{\"body\":\"... [18 bytes in all]");
}

#[test]
fn a_request_without_an_answer_is_an_error_too() {
    let (records, timer) = (Records::default(), VirtualTimer::default());
    let transport = FakeTransport::new(&timer, |_| {
        Answer::Now(Err(TransportError::new(TransportErrorKind::Io)))
    });
    let logger = records.logger(LogSettings::new(LogLevel::Error).format(LogFormat::Json));
    send(&fake_client(&transport, &timer).logger(logger).build().unwrap());
    let record: Value = serde_json::from_str(&records.take()[0]).unwrap();
    assert_eq!(record["error"], "the connection to the service broke");
    assert!(record.get("statusCode").is_none());
}

#[test]
fn each_attempt_is_a_record() {
    let (records, timer) = (Records::default(), VirtualTimer::default());
    let transport = FakeTransport::new(&timer, |number| {
        Answer::Now(Ok(reply(if number == 0 { 503 } else { 200 }, &[], "{}")))
    });
    let logger = records.logger(LogSettings::new(LogLevel::Debug).format(LogFormat::Json));
    let client = fake_client(&transport, &timer)
        .retry(RetryConfig::genesys(seconds(10)))
        .logger(logger)
        .build()
        .unwrap();
    send(&client);
    let records: Vec<Value> =
        records.take().iter().map(|record| serde_json::from_str(record).unwrap()).collect();
    assert_eq!(records.len(), 2);
    assert_eq!((&records[0]["attempt"], &records[0]["statusCode"]), (&json!(1), &json!(503)));
    assert_eq!((&records[1]["attempt"], &records[1]["statusCode"]), (&json!(2), &json!(200)));
}

#[test]
fn text_is_a_block_of_lines() {
    let settings = LogSettings::new(LogLevel::Trace).request_bodies(true);
    let (client, records, _) = client(settings, 200, "{}");
    send(&client);
    let text = records.take().remove(0);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "TRACE 2023-11-14T22:13:20.123Z postWebchatGuestConversationMemberMessages, attempt 1"
    );
    assert_eq!(lines[1], "=== REQUEST ===");
    assert!(lines[2].starts_with("URL: https://api.") && lines[3] == "Method: POST");
    assert!(lines.contains(&"    authorization: [REDACTED]"), "{text}");
    assert!(lines.contains(&r#"Body: {"body":"hello there"}"#), "{text}");
    assert!(lines.contains(&"Status: 200") && lines.contains(&"Correlation ID: abc"));
}

#[test]
fn the_level_can_change_while_the_client_is_used() {
    let (client, records, logger) = client(LogSettings::default(), 200, "{}");
    send(&client);
    assert!(records.take().is_empty());
    logger.change(LogSettings::new(LogLevel::Debug));
    send(&client);
    assert_eq!(records.take().len(), 1);
    assert_eq!(logger.settings(), LogSettings::new(LogLevel::Debug));
    logger.change(LogSettings::default());
    send(&client);
    assert!(records.take().is_empty());
}
