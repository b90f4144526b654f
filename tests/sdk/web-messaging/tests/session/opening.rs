//! How a session begins, and how it goes on elsewhere.

use std::io;
use std::task::{Context, Poll};

use http::{Response, StatusCode};
use purecloud_web_messaging_client::session::{
    ConnectionEvent, Event, History, SessionEvents, SessionParts,
};
use purecloud_web_messaging_client::test_util::{FakeService, VirtualClock};
use purecloud_web_messaging_client::transport::Connection;
use purecloud_web_messaging_client::{Deployment, ErrorKind, Session};
use serde_json::json;

use crate::chat::{Chat, DEPLOYMENT, client, opened, poll, say, sent};

#[test]
fn the_first_request_says_who_writes() {
    let chat = Chat::open();
    let first = &chat.sent()[0];
    assert_eq!(first["action"], "configureSession");
    assert_eq!(first["deploymentId"], DEPLOYMENT);
    assert_eq!(first["startNew"], false);
    assert_eq!(first["token"], chat.session.parts().token.expose());
    assert!(first["tracingId"].is_string());
}

#[test]
fn the_address_names_deployment_and_application_and_the_header_the_site() {
    let service = FakeService::with_clock(VirtualClock::standing());
    let socket = service.socket();
    say(&socket, "SessionResponse", &json!({"connected": true}));
    let deployment = Deployment::new("a b").origin("https://shop.example").application("bot/1.0");
    opened(&service, deployment).unwrap();
    let request = &service.requests()[0].request;
    assert_eq!(
        request.uri(),
        "https://webmessaging.service.example/v1?deploymentId=a%20b&application=bot%2F1.0"
    );
    assert_eq!(request.headers()["origin"], "https://shop.example");
}

/// A connection on which nothing happens.
struct Nobody;

impl Connection for Nobody {
    fn poll_read(&mut self, _: &mut Context<'_>, _: &mut [u8]) -> Poll<io::Result<usize>> {
        Poll::Pending
    }

    fn poll_write(&mut self, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[test]
fn a_refusal_ends_it_at_once() {
    let service = FakeService::with_clock(VirtualClock::standing());
    service.connect(|_| {
        let mut answer = Response::new(Nobody);
        *answer.status_mut() = StatusCode::FORBIDDEN;
        answer
    });
    let error = opened(&service, Deployment::new(DEPLOYMENT)).unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
    assert_eq!(service.requests().len(), 1);
}

#[test]
fn every_session_has_a_token_of_its_own() {
    let (one, other) = (Chat::open(), Chat::open());
    let token = one.session.parts().token.expose();
    assert_ne!(token, other.session.parts().token.expose());
    let groups: Vec<usize> = token.split('-').map(str::len).collect();
    assert_eq!(groups, [8, 4, 4, 4, 12]);
    assert_eq!(token.as_bytes()[14], b'4', "a UUID of version 4");
    assert!(matches!(token.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "of the usual variant");
}

#[test]
fn parts_open_the_same_session_again_and_show_no_token() {
    let chat = Chat::open();
    let parts = chat.session.parts();
    assert!(!format!("{parts:?} {:?}", chat.session).contains(parts.token.expose()));
    let kept = serde_json::to_string(&parts.expose()).unwrap();
    let parts: SessionParts = serde_json::from_str(&kept).unwrap();
    let socket = chat.service.socket();
    say(&socket, "SessionResponse", &json!({"connected": true, "readOnly": true}));
    let client = client(&chat.service);
    let resumed = Session::resume(&client, Deployment::new(DEPLOYMENT), parts.clone());
    let Poll::Ready(Ok((session, _events))) = poll(resumed) else { panic!("it does not open") };
    assert!(socket.sent()[0].contains(parts.token.expose()));
    assert!(session.is_read_only());
    let elsewhere = Session::resume(&client, Deployment::new("another"), parts);
    let Poll::Ready(Err(error)) = poll(elsewhere) else { panic!("it opens") };
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn threads_can_share_both_halves_and_the_history() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Session>();
    is_shared::<SessionEvents>();
    is_shared::<History>();
}

#[test]
fn a_first_request_that_comes_too_fast_is_made_again() {
    for (class, body) in [
        ("TooManyRequestsErrorMessage", json!({"errorCode": 4029, "errorMessage": "slow down"})),
        ("Error", json!({"errorCode": 429, "errorMessage": "slow down"})),
    ] {
        let mut chat = Chat::open();
        let next = chat.service.socket();
        chat.socket.break_off();
        chat.told();
        chat.wait(1);
        let id = sent(&next)[0]["tracingId"].take();
        let frame =
            json!({"type": "response", "class": class, "code": 429, "tracingId": id, "body": body});
        next.text(frame.to_string());
        let told = chat.told();
        assert!(matches!(told.first(), Some(Ok(Event::Refused(_)))), "{told:?}");
        say(&chat.service.socket(), "SessionResponse", &json!({"connected": true}));
        let told = chat.wait(5);
        let is_open = told
            .iter()
            .any(|event| matches!(event, Ok(Event::Connection(ConnectionEvent::Reopened { .. }))));
        assert!(is_open, "{told:?}");
    }
}
