//! The fakes that the SDK gives to the tests of its users: a scripted service and virtual time.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, UNIX_EPOCH};

use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use purecloud_guest_chat_client::test_util::{FakeReply, FakeService, VirtualClock};
use purecloud_guest_chat_client::transport::TransportErrorKind;
use purecloud_guest_chat_client::{Client, ErrorKind, RetryConfig, Timer};
use sdk_tests::{JWT, assert_discreet, block_on, message, seconds};
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
        assert_discreet(&error, "service.example");
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
