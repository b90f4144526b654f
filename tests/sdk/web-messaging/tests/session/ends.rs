//! How a session ends, and how a conversation does.

use std::task::Poll;

use purecloud_web_messaging_client::session::{Closed, ConnectionEvent, Event, SessionEvent};
use purecloud_web_messaging_client::test_util::SocketState;
use purecloud_web_messaging_client::{Error, ErrorKind};
use serde_json::json;

use crate::chat::{Chat, poll};

/// The session is over: said so, not opened again, and nothing can be sent.
fn is_over_for_good(chat: &mut Chat) {
    assert!(chat.is_over());
    assert_eq!(chat.service.requests().len(), 1, "no other connection was asked for");
    assert_eq!(chat.session.send("x").unwrap_err().kind(), ErrorKind::Stream);
    assert_eq!(chat.session.start_over().unwrap_err().kind(), ErrorKind::Stream);
}

#[test]
fn a_connection_that_is_not_wanted_back_stays_away() {
    for body in [json!({"reason": "signedIn"}), json!({"reasonCode": "signedIn"})] {
        let mut chat = Chat::open();
        chat.say("ConnectionClosedEvent", &body);
        let told = chat.told();
        let [Ok(Event::Connection(ConnectionEvent::Ended(why)))] = told.as_slice() else {
            panic!("{told:?}")
        };
        assert_eq!(*why, Closed::ByService(Some("signedIn".to_owned())));
        assert_eq!(chat.socket.state(), SocketState::Closed(1000));
        is_over_for_good(&mut chat);
    }
}

#[test]
fn an_expired_session_is_over_whoever_says_it() {
    let mut chat = Chat::open();
    chat.say("SessionExpiredEvent", &json!({}));
    let told = chat.told();
    assert!(matches!(told[0], Ok(Event::Session(SessionEvent::Expired))), "{told:?}");
    assert!(matches!(told[1], Ok(Event::Connection(ConnectionEvent::Ended(Closed::SessionOver)))));
    is_over_for_good(&mut chat);
    for code in [4006, 4007] {
        let mut chat = Chat::open();
        chat.say("Error", &json!({"errorCode": code, "errorMessage": "gone"}));
        let told = chat.told();
        assert!(matches!(told[0], Ok(Event::Refused(_))), "{told:?}");
        assert!(matches!(told[1], Ok(Event::Session(SessionEvent::Expired))), "{told:?}");
        is_over_for_good(&mut chat);
    }
}

#[test]
fn who_is_logged_out_is_told() {
    let mut chat = Chat::open();
    let id = chat.session.send("lost").unwrap();
    chat.told();
    chat.say("LogoutEvent", &json!({}));
    let told = chat.told();
    assert!(matches!(told[0], Ok(Event::Session(SessionEvent::LoggedOut))), "{told:?}");
    assert!(matches!(&told[1], Ok(Event::Unsettled(lost)) if *lost == id), "{told:?}");
    is_over_for_good(&mut chat);
}

#[test]
fn a_conversation_that_ended_for_good_takes_nothing_until_another_begins() {
    let mut chat = Chat::open();
    let events = json!([{"eventType": "Presence", "presence": {"type": "Disconnect"}}]);
    chat.say(
        "StructuredMessage",
        &json!({"type": "Event", "direction": "Outbound", "events": events, "metadata": {"readOnly": "true"}}),
    );
    let told = chat.told();
    assert!(matches!(told[0], Ok(Event::Session(SessionEvent::ReadOnly))), "{told:?}");
    assert!(chat.session.is_read_only());
    assert!(chat.session.send("x").is_err());
    chat.session.start_over().unwrap();
    chat.session.send("anew").unwrap();
    chat.told();
    let close = chat.sent().pop().unwrap();
    assert_eq!(
        (&close["action"], &close["closeAllConnections"]),
        (&json!("closeSession"), &json!(true))
    );
    chat.say("SessionResponse", &json!({"connected": false, "readOnly": true}));
    chat.told();
    let configure = chat.sent().pop().unwrap();
    assert_eq!(
        (&configure["action"], &configure["startNew"]),
        (&json!("configureSession"), &json!(true))
    );
    chat.say("SessionResponse", &json!({"connected": true, "newSession": true}));
    chat.told();
    assert!(!chat.session.is_read_only());
    assert_eq!(chat.texts(), ["anew"]);
    chat.break_and_return();
    assert_eq!(chat.sent()[0]["startNew"], false, "once is enough");
}

#[test]
fn another_conversation_begins_although_the_service_closes_the_connection() {
    let mut chat = Chat::open();
    chat.session.start_over().unwrap();
    chat.told();
    let next = chat.service.socket();
    chat.say("ConnectionClosedEvent", &json!({}));
    chat.told();
    chat.socket = next;
    chat.wait(1);
    assert_eq!(chat.sent()[0]["startNew"], true);
}

#[test]
fn a_close_code_for_good_is_an_error_and_the_last_thing() {
    let mut chat = Chat::open();
    chat.socket.close(4003);
    let told = chat.told();
    assert_eq!(told[0].as_ref().unwrap_err().kind(), ErrorKind::Stream);
    is_over_for_good(&mut chat);
}

#[test]
fn nothing_is_taken_when_nobody_listens_any_more() {
    let chat = Chat::open();
    let Chat { session, events, socket, .. } = chat;
    assert!(session.send("x").is_ok());
    assert!(matches!(poll(events.close()), Poll::Ready(())));
    assert_eq!(socket.state(), SocketState::Closed(1000));
    assert_eq!(session.send("x").unwrap_err().kind(), ErrorKind::Stream);
    let Chat { session, events, .. } = Chat::open();
    drop(events);
    assert!(session.send("x").is_err());
}

#[test]
fn an_old_session_has_as_much_time_to_start_over_as_a_new_one() {
    let mut chat = Chat::open();
    chat.wait(30);
    chat.wait(30);
    chat.session.start_over().unwrap();
    assert!(chat.told().is_empty());
    assert!(chat.wait(19).is_empty(), "the service takes its time");
    chat.say("SessionResponse", &json!({"connected": false, "readOnly": true}));
    chat.told();
    assert_eq!(chat.sent().pop().unwrap()["startNew"], true);
}

/// The ids of messages that nobody knows of, and of those that never went out.
fn fates(told: &[Result<Event, Error>]) -> (Vec<&str>, Vec<&str>) {
    let (mut unsettled, mut unsent) = (Vec::new(), Vec::new());
    for event in told.iter().flatten() {
        match event {
            Event::Unsettled(id) => unsettled.push(id.as_str()),
            Event::Unsent(id) => unsent.push(id.as_str()),
            _ => {}
        }
    }
    (unsettled, unsent)
}

#[test]
fn what_never_went_out_is_said_when_the_session_ends() {
    let expires = |chat: &Chat| chat.say("SessionExpiredEvent", &json!({}));
    let breaks = |chat: &Chat| _ = chat.socket.close(4003);
    for end in [&expires as &dyn Fn(&Chat), &breaks] {
        let mut chat = Chat::open();
        let ids: Vec<String> =
            (0..7).map(|number| chat.session.send(number.to_string()).unwrap()).collect();
        chat.session.typing().unwrap();
        chat.told();
        end(&chat);
        let told = chat.told();
        let (out, waiting) = ids.split_at(5);
        let (unsettled, unsent) = fates(&told);
        assert_eq!(
            (unsettled.as_slice(), unsent.as_slice()),
            (&as_texts(out)[..], &as_texts(waiting)[..])
        );
        assert!(
            matches!(told.last(), Some(Err(_) | Ok(Event::Connection(ConnectionEvent::Ended(_))))),
            "the end comes last: {told:?}"
        );
    }
}

fn as_texts(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}
