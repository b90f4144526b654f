//! What is told of what comes.

use std::time::Duration;

use purecloud_web_messaging_client::session::{ConnectionEvent, Event, SessionEvent};
use purecloud_web_messaging_client::{ErrorKind, models::EventPresenceType};
use serde_json::{Value, json};

use crate::chat::Chat;

fn outbound(more: &Value) -> Value {
    let mut body = json!({"type": "Event", "direction": "Outbound"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

#[test]
fn messages_of_the_other_end_come_in_order() {
    let mut chat = Chat::open();
    for text in ["one", "two"] {
        chat.say(
            "StructuredMessage",
            &json!({"type": "Text", "direction": "Outbound", "text": text}),
        );
    }
    let told = chat.told();
    let texts: Vec<_> = told
        .iter()
        .map(|event| match event {
            Ok(Event::Message(message)) => message.text.as_deref().unwrap(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(texts, ["one", "two"]);
}

#[test]
fn typing_says_how_long_by_either_name() {
    let mut chat = Chat::open();
    for typing in [
        json!({"type": "On", "duration": 3000}),
        json!({"type": "On", "durationMs": 2000}),
        json!({"type": "On"}),
    ] {
        let events = json!({"events": [{"eventType": "Typing", "typing": typing}]});
        chat.say("StructuredMessage", &outbound(&events));
    }
    let told = chat.told().into_iter().map(|event| match event {
        Ok(Event::Typing(duration)) => duration,
        other => panic!("{other:?}"),
    });
    let expected = [3000, 2000, 5000].map(Duration::from_millis);
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[test]
fn who_comes_and_goes_is_told() {
    let mut chat = Chat::open();
    let presence =
        |kind: &str| json!({"events": [{"eventType": "Presence", "presence": {"type": kind}}]});
    chat.say("StructuredMessage", &outbound(&presence("SignIn")));
    chat.say("StructuredMessage", &outbound(&presence("Disconnect")));
    let told = chat.told();
    assert!(matches!(told[0], Ok(Event::Presence(EventPresenceType::SignIn))), "{told:?}");
    assert!(matches!(told[1], Ok(Event::Session(SessionEvent::Disconnected))), "{told:?}");
    assert!(chat.session.send("I am still here").is_ok(), "which resumes the conversation");
}

#[test]
fn what_cannot_be_read_is_one_error_and_the_session_goes_on() {
    let mut chat = Chat::open();
    chat.socket.text("{").text("{\"class\": \"HologramOffered\", \"body\": 3}").binary();
    chat.say("StructuredMessage", &json!({"type": "Text", "direction": "Outbound", "text": "x"}));
    let told = chat.told();
    assert_eq!(told[0].as_ref().unwrap_err().kind(), ErrorKind::Decode);
    assert!(matches!(&told[1], Ok(Event::Unknown(value)) if value["body"] == 3));
    assert_eq!(told[2].as_ref().unwrap_err().kind(), ErrorKind::Decode);
    assert!(matches!(told[3], Ok(Event::Message(_))));
}

#[test]
fn frames_about_files_are_handed_on() {
    let mut chat = Chat::open();
    chat.say("UploadSuccessEvent", &json!({"attachmentId": "a", "downloadUrl": "secret"}));
    let told = chat.heard();
    assert!(told[0].starts_with("Other(UploadSuccessEventFrame"), "{told:?}");
    assert!(!told[0].contains("secret"));
}

#[test]
fn a_break_is_told_and_so_is_its_end() {
    let mut chat = Chat::open();
    chat.service.clock().advance(Duration::from_secs(60));
    chat.say("StructuredMessage", &json!({"type": "Text", "direction": "Outbound"}));
    chat.told();
    let told = chat.break_and_return();
    assert!(
        matches!(told[0], Ok(Event::Connection(ConnectionEvent::Interrupted { code: None, .. }))),
        "{told:?}"
    );
    let Ok(Event::Connection(ConnectionEvent::Reopened { after, attempts, .. })) = &told[1] else {
        panic!("{told:?}")
    };
    assert_eq!((*after, *attempts), (Duration::from_secs(1), 1));
    assert!(matches!(told[2], Ok(Event::Session(SessionEvent::Configured(_)))));
    let configure = &chat.sent()[0];
    assert_eq!(
        (&configure["action"], &configure["startNew"]),
        (&json!("configureSession"), &json!(false))
    );
}

#[test]
fn where_the_platform_has_no_pings_the_service_is_asked_for_an_echo() {
    let mut chat = Chat::open();
    chat.wait(31);
    let echo = chat.sent().pop().unwrap();
    assert_eq!(echo["action"], "echo");
    let text = json!({"type": "Text", "direction": "Outbound", "text": "Hello"});
    chat.say("StructuredMessage", &text);
    let body = json!({"type": "Text", "direction": "Inbound", "text": "ping"});
    let frame = json!({"type": "response", "class": "StructuredMessage", "code": 200, "tracingId": echo["tracingId"], "body": body});
    chat.socket.text(frame.to_string());
    let told = chat.told();
    assert!(
        matches!(told[..], [Ok(Event::Message(_))]),
        "nobody is told of the answer, whatever comes before it: {told:?}"
    );
    chat.wait(30);
    assert_eq!(chat.sent().len(), 2, "the service takes two in a minute");
    chat.wait(1);
    assert_eq!(chat.sent().len(), 3);
}

#[test]
fn a_connection_on_which_nothing_comes_is_given_up() {
    let mut chat = Chat::open();
    let told: Vec<_> = [31, 31, 13].into_iter().flat_map(|seconds| chat.wait(seconds)).collect();
    assert!(
        matches!(told[..], [Ok(Event::Connection(ConnectionEvent::Interrupted { .. }))]),
        "{told:?}"
    );
}

#[test]
fn what_is_not_known_and_what_is_said_to_a_refusal_do_not_print_themselves() {
    let mut chat = Chat::open();
    let body = json!({"url": "https://files.example/secret"});
    chat.say("HologramOffered", &body);
    chat.say("Error", &json!({"errorCode": 4011, "errorMessage": "secret"}));
    let told = chat.heard();
    assert!(told[0].starts_with("Unknown"), "{told:?}");
    assert!(told[1].starts_with("Refused") && told[1].contains("4011"), "{told:?}");
    assert!(!told.concat().contains("secret"), "{told:?}");
}

#[test]
fn a_refusal_of_what_only_the_session_asks_for_is_told_to_nobody() {
    let mut chat = Chat::open();
    chat.wait(31);
    let echo = chat.sent().pop().unwrap();
    let body = json!({"errorCode": 4029, "errorMessage": "slow down", "retryAfter": 3});
    let frame = json!({"type": "response", "class": "TooManyRequestsErrorMessage", "code": 429, "tracingId": echo["tracingId"], "body": body});
    chat.socket.text(frame.to_string());
    assert!(chat.told().is_empty());
    chat.session.send("later").unwrap();
    chat.wait(2);
    assert!(chat.texts().is_empty(), "it is obeyed all the same");
    chat.wait(1);
    assert_eq!(chat.texts(), ["later"]);
}
