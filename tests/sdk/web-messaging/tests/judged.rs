//! Frames that are made and read by the SDK, and by another implementation of WebSocket at the other end, which does what it is
//! told by messages: `judges/` has them, `cargo xtask judge` starts them.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use purecloud_web_messaging_client::models::{ButtonResponseType, ContentButtonResponse};
use purecloud_web_messaging_client::session::{
    ConnectionEvent, Event, ReconnectPolicy, SessionEvents,
};
use purecloud_web_messaging_client::{Client, Deployment, Error, ErrorKind, Session};
use serde_json::{Value, json};

async fn opened() -> (Session, SessionEvents) {
    let url = std::env::var("JUDGE").unwrap();
    let client = Client::builder().base_url(url).allow_insecure_loopback(true).build().unwrap();
    let hasty = ReconnectPolicy::new().first_pause(Duration::from_millis(10));
    let deployment = Deployment::new("judged").reconnect(hasty).catch_up(false);
    Session::open(&client, deployment).await.unwrap()
}

/// The next event that is neither about the session nor that a message is unsettled.
async fn next(events: &mut SessionEvents) -> Option<Result<Event, Error>> {
    loop {
        let event = tokio::time::timeout(Duration::from_secs(60), events.next()).await.unwrap();
        match event {
            Some(Ok(Event::Session(_) | Event::Unsettled(_))) => {}
            event => return event,
        }
    }
}

async fn said(events: &mut SessionEvents) -> String {
    match next(events).await {
        Some(Ok(Event::Message(message))) => message.text.clone().unwrap(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
#[ignore = "`cargo xtask judge` runs it, with another implementation at the other end"]
async fn texts_of_all_lengths_go_both_ways() {
    let (session, mut events) = opened().await;
    for length in [0, 1, 50, 124, 1000, 4000] {
        let text = format!("{} äß漢😀", "x".repeat(length));
        session.send(&text).unwrap();
        assert_eq!(said(&mut events).await, text);
    }
    // The text of a message has a limit, a payload has none here.
    for length in [65_000, 70_000, 1_000_000] {
        let payload = "y".repeat(length);
        let choice = ContentButtonResponse::new(payload, "y", ButtonResponseType::QuickReply);
        session.answer([choice]).unwrap();
        assert_eq!(said(&mut events).await, format!("got {length}"));
    }
    for length in [125, 126, 65_535, 65_536, 3_000_000] {
        session.send(format!("large {length}")).unwrap();
        assert_eq!(said(&mut events).await.len(), length);
    }
}

#[tokio::test]
#[ignore = "`cargo xtask judge` runs it, with another implementation at the other end"]
async fn fragments_pings_and_what_is_no_text_are_understood() {
    let (session, mut events) = opened().await;
    session.send("fragments äß漢😀").unwrap();
    assert_eq!(said(&mut events).await, "fragments äß漢😀");
    session.send("ping").unwrap();
    assert_eq!(said(&mut events).await, "pong token");
    session.send("binary").unwrap();
    let error = next(&mut events).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    session.send("still there").unwrap();
    assert_eq!(said(&mut events).await, "still there");
}

#[tokio::test]
#[ignore = "`cargo xtask judge` runs it, with another implementation at the other end"]
async fn nothing_is_compressed_and_what_is_too_large_is_refused_with_its_code() {
    let (session, mut events) = opened().await;
    // Whoever still writes when the connection ends may not get to read why; after the second one nothing is on its way.
    for too_large in ["large 16777216", "pieces 4194304"] {
        session.send(too_large).unwrap();
        let event = next(&mut events).await;
        let is_broken =
            matches!(event, Some(Ok(Event::Connection(ConnectionEvent::Interrupted { .. }))));
        assert!(is_broken, "{event:?}");
        let event = next(&mut events).await;
        let is_back =
            matches!(event, Some(Ok(Event::Connection(ConnectionEvent::Reopened { .. }))));
        assert!(is_back, "{event:?}");
    }
    session.send("facts").unwrap();
    let facts: Value = serde_json::from_str(&said(&mut events).await).unwrap();
    assert_eq!(facts.get("extensions"), Some(&json!("")));
    let closed = facts.get("closed").and_then(Value::as_array).unwrap();
    assert!(closed.contains(&json!(1009)), "{closed:?}");
}

#[tokio::test]
#[ignore = "`cargo xtask judge` runs it, with another implementation at the other end"]
async fn codes_of_a_close_are_read_and_some_are_final() {
    for code in [1001, 1011, 3000] {
        let (session, mut events) = opened().await;
        session.send(format!("close {code}")).unwrap();
        let event = next(&mut events).await;
        let Some(Ok(Event::Connection(ConnectionEvent::Interrupted { code: read, .. }))) = event
        else {
            panic!("{event:?}")
        };
        assert_eq!(read, Some(code));
    }
    for code in [1008, 4000] {
        let (session, mut events) = opened().await;
        session.send(format!("close {code}")).unwrap();
        assert!(next(&mut events).await.unwrap().is_err());
        assert!(next(&mut events).await.is_none());
    }
}
