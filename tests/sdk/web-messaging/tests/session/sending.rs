//! What is sent: when, in which order, and what becomes of it when a connection breaks.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};

use purecloud_web_messaging_client::Deployment;
use purecloud_web_messaging_client::ErrorKind;
use purecloud_web_messaging_client::models::ContentQuickReply;
use purecloud_web_messaging_client::session::{Event, SignIn};
use serde_json::{from_value, json};

use crate::chat::{Chat, DEPLOYMENT};

#[test]
fn a_message_goes_out_with_the_next_poll_and_its_echo_has_its_id() {
    let mut chat = Chat::open();
    let id = chat.session.send("Hello").unwrap();
    assert!(chat.texts().is_empty(), "nothing happens before somebody polls");
    assert!(chat.told().is_empty());
    assert_eq!(chat.texts(), ["Hello"]);
    chat.echo(&id, "Hello");
    let told = chat.told();
    let [Ok(Event::Echo(echo))] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(echo.tracing_id.as_ref(), Some(&id));
    assert_eq!(echo.message.text.as_deref(), Some("Hello"));
}

#[test]
fn attributes_and_answers_are_written_as_the_service_reads_them() {
    let mut chat = Chat::open();
    chat.session.send_with_attributes("Hello", [("order", "42")]).unwrap();
    let reply: ContentQuickReply = from_value(json!({"text": "Yes", "payload": "y"})).unwrap();
    chat.session.choose(&reply).unwrap();
    chat.session.join().unwrap();
    chat.told();
    let sent = chat.sent();
    assert_eq!(
        sent[1]["message"]["channel"],
        json!({"metadata": {"customAttributes": {"order": "42"}}})
    );
    let chosen = json!({"type": "QuickReply", "text": "Yes", "payload": "y"});
    let content = json!([{"contentType": "ButtonResponse", "buttonResponse": chosen}]);
    assert_eq!(sent[2]["message"], json!({"type": "Structured", "content": content}));
    let event = json!([{"eventType": "Presence", "presence": {"type": "Join"}}]);
    assert_eq!(sent[3]["message"], json!({"type": "Event", "events": event}));
}

#[test]
fn a_text_is_measured_in_bytes() {
    let chat = Chat::open();
    assert_eq!(chat.session.send("ä".repeat(2049)).unwrap_err().kind(), ErrorKind::InvalidInput);
    assert!(chat.session.send("ä".repeat(2048)).is_ok());
}

#[test]
fn attributes_have_the_limit_that_the_service_says() {
    let mut chat = Chat::open();
    let send = |chat: &Chat, bytes: usize| {
        let value = "x".repeat(bytes - "order".len());
        chat.session.send_with_attributes("a", [("order", value)]).map_err(|error| error.kind())
    };
    assert!(send(&chat, 2048).is_ok());
    assert_eq!(send(&chat, 2049), Err(ErrorKind::InvalidInput));
    chat.say("SessionResponse", &json!({"connected": true, "maxCustomDataBytes": 100}));
    chat.told();
    assert!(send(&chat, 100).is_ok());
    assert_eq!(send(&chat, 101), Err(ErrorKind::InvalidInput));
}

#[test]
fn at_most_five_messages_go_out_in_a_second() {
    let mut chat = Chat::open();
    for number in 0..12 {
        chat.session.send(number.to_string()).unwrap();
    }
    let mut counts = Vec::new();
    for _ in 0..3 {
        chat.told();
        counts.push(chat.texts().len());
        chat.wait(1);
    }
    assert_eq!(counts, [5, 10, 12]);
    let numbers: Vec<String> = (0..12).map(|number| number.to_string()).collect();
    assert_eq!(chat.texts(), numbers, "in the order in which they were sent");
}

#[test]
fn what_waits_has_a_limit() {
    let chat = Chat::open();
    let sent = (0..200).take_while(|_| chat.session.send("x").is_ok()).count();
    assert_eq!(sent, 100);
}

#[test]
fn a_refusal_for_a_while_is_obeyed() {
    let mut chat = Chat::open();
    let id = chat.session.send("too fast").unwrap();
    chat.told();
    let body = json!({"errorCode": 4029, "errorMessage": "slow down", "retryAfter": 3});
    let frame = json!({"type": "response", "class": "TooManyRequestsErrorMessage", "code": 429, "tracingId": id, "body": body});
    chat.socket.text(frame.to_string());
    let told = chat.told();
    let [Ok(Event::Refused(refusal))] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((refusal.code, refusal.tracing_id.as_ref()), (Some(4029), Some(&id)));
    chat.session.send("later").unwrap();
    chat.wait(2);
    assert_eq!(chat.texts(), ["too fast"]);
    chat.wait(1);
    assert_eq!(chat.texts(), ["too fast", "later"]);
}

#[test]
fn typing_is_told_every_five_seconds_at_most() {
    let mut chat = Chat::open();
    for _ in 0..3 {
        chat.session.typing().unwrap();
    }
    chat.told();
    assert_eq!(chat.sent().len(), 2, "the first, after what opened the session");
    chat.wait(5);
    chat.session.typing().unwrap();
    chat.told();
    assert_eq!(chat.sent().len(), 3);
}

#[test]
fn what_a_lost_connection_was_given_is_told_and_not_sent_again() {
    let mut chat = Chat::open();
    let echoed = chat.session.send("echoed").unwrap();
    let lost = chat.session.send("lost").unwrap();
    chat.told();
    chat.echo(&echoed, "echoed");
    chat.told();
    let told = chat.break_and_return();
    let unsettled: Vec<_> = told
        .iter()
        .filter_map(|event| match event {
            Ok(Event::Unsettled(id)) => Some(id.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(unsettled, [lost]);
    assert!(chat.texts().is_empty(), "nothing is sent twice");
}

#[test]
fn what_was_not_given_to_a_connection_goes_out_over_the_next() {
    let mut chat = Chat::open();
    for number in 0..7 {
        chat.session.send(number.to_string()).unwrap();
    }
    chat.told();
    let told = chat.break_and_return();
    chat.session.send("7").unwrap();
    chat.wait(2);
    assert_eq!(chat.texts(), ["5", "6", "7"]);
    let unsettled = told.iter().filter(|event| matches!(event, Ok(Event::Unsettled(_))));
    assert_eq!(unsettled.count(), 5);
}

/// Notes whether somebody is to be polled again.
#[derive(Default)]
struct Bell(AtomicBool);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn an_answer_that_is_overdue_while_nobody_can_look_for_it_keeps_nothing_busy() {
    let mut chat = Chat::open_with(Deployment::new(DEPLOYMENT));
    chat.session.send("lost").unwrap();
    chat.told();
    chat.wait(20);
    chat.session.step_up(SignIn::new("token")).unwrap();
    chat.told();
    chat.wait(11);
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(Arc::clone(&bell));
    assert!(pin!(chat.events.next()).poll(&mut Context::from_waker(&waker)).is_pending());
    assert!(!bell.0.load(Ordering::Relaxed), "there is nothing to do but to wait");
}
