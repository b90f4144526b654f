//! The fakes that the SDK gives to the tests of its users: a scripted service and virtual time.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, UNIX_EPOCH};

use guest_chat_tests::{JWT, assert_discreet, block_on, message, seconds};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use purecloud_guest_chat_client::events::ConnectionEvent;
use purecloud_guest_chat_client::test_util::{
    FakeReply, FakeService, FakeSocket, SocketState, VirtualClock,
};
use purecloud_guest_chat_client::transport::TransportErrorKind;
use purecloud_guest_chat_client::{
    Client, Conversation, ConversationParts, ErrorKind, Event, EventStream, RetryConfig, Timer,
};
use serde_json::json;

fn client(service: &FakeService) -> Client {
    service.client_builder().jwt(JWT).retry(RetryConfig::genesys(seconds(60))).build().unwrap()
}

#[test]
fn replies_come_in_their_order_and_requests_are_remembered() {
    let service = FakeService::new();
    let wait = FakeReply::status(StatusCode::TOO_MANY_REQUESTS)
        .header(RETRY_AFTER, HeaderValue::from_static("7"));
    service.reply(wait).reply(FakeReply::json(&json!({ "id": "1" })).after(seconds(2)));
    let client = client(&service);
    let call = client.web_chat().send_message("c", "m", message("hi"));
    let response = block_on(call.send_with_response()).unwrap();
    assert_eq!(response.body().id, Some("1".into()));
    assert_eq!((response.attempts(), response.elapsed()), (2, seconds(9)));
    assert_eq!(response.headers()["content-type"], "application/json");

    let requests = service.requests();
    let seen: Vec<_> = requests.iter().map(|sent| (sent.at, sent.attempt)).collect();
    assert_eq!(seen, [(Duration::ZERO, 1), (seconds(7), 2)]);
    assert_eq!(requests[0].operation, "postWebchatGuestConversationMemberMessages");
    assert_eq!(requests[1].request.body(), "{\"body\":\"hi\"}");
    assert_eq!((service.replies_left(), service.clock().elapsed()), (0, seconds(9)));
    assert!(!format!("{service:?}").contains("canary"));
}

#[test]
fn what_goes_wrong() {
    let service = FakeService::new();
    let client = service.client_builder().jwt(JWT).build().unwrap();
    let error = || block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    service.reply(FakeReply::failure(TransportErrorKind::Tls));
    assert_eq!(error().kind(), ErrorKind::Tls);
    for late in [FakeReply::silence(), FakeReply::json(&json!({})).after(seconds(21))] {
        service.reply(late);
        let error = error();
        assert_eq!((error.kind(), error.elapsed()), (ErrorKind::Timeout, seconds(20)));
        assert_discreet(&error, "api.service.example");
    }
    // After the script.
    assert_eq!(error().status().unwrap().as_u16(), 500);
    service.always(|request| {
        assert!(request.uri().path().ends_with("/messages/m"));
        FakeReply::status(StatusCode::NOT_FOUND).json_body(&json!({ "code": "not.found" }))
    });
    assert_eq!(error().code_str(), Some("not.found"));
}

#[test]
fn a_clock_jumps_only_when_somebody_waits() {
    let clock = VirtualClock::new();
    let sleep = clock.sleep(seconds(5));
    assert_eq!((clock.elapsed(), clock.wall_clock()), (Duration::ZERO, None));
    clock.set_date(UNIX_EPOCH);
    clock.advance(seconds(2));
    block_on(sleep);
    assert_eq!(clock.elapsed(), seconds(5));
    assert_eq!(clock.wall_clock(), Some(UNIX_EPOCH + seconds(5)));
    block_on(clock.sleep(seconds(1)));
    assert_eq!(clock.clone().elapsed(), seconds(6));
}

#[test]
fn it_serves_blocking_clients_too() {
    let service = FakeService::new();
    service.always(|_| FakeReply::json(&json!({ "id": "1" })));
    let client = service.client_builder().jwt(JWT).build_blocking().unwrap();
    assert!(client.web_chat().get_message("c", "m").send_blocking().is_ok());
}

/// A chat whose events are fed by the test, on a clock that stands.
async fn fed(service: &FakeService) -> (EventStream, FakeSocket) {
    let socket = service.socket();
    assert_eq!(socket.state(), SocketState::Waiting);
    // What was said before: nothing.
    service.reply(FakeReply::json(&json!({ "entities": [] })));
    let client = service.client_builder().build().unwrap();
    let stream = "wss://stream.service.example/chat/jwt/canary";
    let parts = ConversationParts::new("c", "m", JWT, stream);
    let events = Conversation::from_parts(&client, parts).events().await.unwrap();
    assert_eq!(socket.state(), SocketState::Open);
    (events, socket)
}

fn message_event(id: &str, text: &str) -> String {
    let body = json!({
        "id": id, "conversation": { "id": "c" }, "sender": { "id": "m" }, "body": text,
        "bodyType": "standard", "timestamp": "2026-01-01T00:00:00.000Z",
    });
    let metadata = json!({ "type": "message", "CorrelationId": "1" });
    let topic = "v2.conversations.chats.c.messages";
    json!({ "topicName": topic, "version": "2", "eventBody": body, "metadata": metadata })
        .to_string()
}

async fn text(events: &mut EventStream) -> String {
    match events.next().await {
        Some(Ok(Event::Message(message))) => message.text().unwrap_or_default().to_owned(),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn events_are_fed_when_the_test_says_so() {
    let service = FakeService::with_clock(VirtualClock::standing());
    let (mut events, socket) = fed(&service).await;
    // What is there already.
    socket.text(message_event("1", "one")).text(message_event("2", "two"));
    assert_eq!(socket.unread(), 2);
    assert_eq!(text(&mut events).await, "one");
    assert_eq!(text(&mut events).await, "two");
    // What comes while the program waits, which takes no time.
    let (heard, ()) = tokio::join!(text(&mut events), async {
        tokio::task::yield_now().await;
        socket.text(message_event("3", "three"));
    });
    assert_eq!((heard.as_str(), service.clock().elapsed()), ("three", Duration::ZERO));
    assert!(!format!("{socket:?}").contains("three"));
    drop(events);
    assert_ne!(socket.state(), SocketState::Open);
}

#[tokio::test]
async fn a_break_and_what_was_missed_are_scripted() {
    let service = FakeService::new();
    let (mut events, socket) = fed(&service).await;
    let missed = json!({ "id": "2", "body": "two", "bodyType": "standard",
        "timestamp": "2026-01-01T00:00:01.000Z", "sender": { "id": "m" }, "conversation": { "id": "c" } });
    service.always(move |_| FakeReply::json(&json!({ "entities": [missed] })));
    let again = service.socket();
    socket.text(message_event("1", "one")).break_off();
    again.text(message_event("3", "three"));
    let mut heard = Vec::new();
    while heard.len() < 3 {
        match events.next().await {
            Some(Ok(Event::Message(message))) => heard.extend(message.text().map(str::to_owned)),
            Some(Ok(Event::Connection(ConnectionEvent::Interrupted { .. }))) => {
                assert_eq!(socket.state(), SocketState::Dropped);
            }
            Some(Ok(_)) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(heard, ["one", "two", "three"]);
    assert!(
        service.clock().elapsed() > Duration::ZERO,
        "the pause before the next attempt took no time"
    );
}
