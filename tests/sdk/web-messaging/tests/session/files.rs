//! Files: the whole way of one, and what is asked for beside messages.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use http::{Method, StatusCode};
use purecloud_web_messaging_client::ErrorKind;
use purecloud_web_messaging_client::session::UploadedFile;
use purecloud_web_messaging_client::test_util::FakeReply;
use serde_json::{Value, json};

use crate::chat::{Chat, poll, sent};

const ADDRESS: &str = "https://files.example/put?secret=1";

/// The service answers the last request.
fn answer(
    socket: &purecloud_web_messaging_client::test_util::FakeSocket,
    class: &str,
    body: &Value,
) {
    let id = sent(socket).pop().unwrap()["tracingId"].take();
    let frame =
        json!({"type": "response", "class": class, "code": 200, "tracingId": id, "body": body});
    socket.text(frame.to_string());
}

fn presigned(url: &str) -> Value {
    json!({"attachmentId": "f", "url": url, "headers": {"x-amz-tagging": "t=1"}})
}

/// Uploads three bytes to an address, and has the service say something of the file.
fn upload(
    chat: &mut Chat,
    url: &str,
    class: &str,
    body: &Value,
) -> Result<UploadedFile, purecloud_web_messaging_client::Error> {
    let work = chat.events.drive_while(chat.session.upload("a.png", "image/png", "abc"));
    let mut work = pin!(work);
    assert!(poll(work.as_mut()).is_pending(), "the service has to answer");
    answer(&chat.socket, "PresignedUrlResponse", &presigned(url));
    if let Poll::Ready(result) = poll(work.as_mut()) {
        return result;
    }
    crate::chat::say(&chat.socket, class, body);
    match poll(work.as_mut()) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("the upload does not end"),
    }
}

fn success(
    chat: &mut Chat,
    url: &str,
) -> Result<UploadedFile, purecloud_web_messaging_client::Error> {
    upload(
        chat,
        url,
        "UploadSuccessEvent",
        &json!({"attachmentId": "f", "downloadUrl": "https://files.example/get"}),
    )
}

#[test]
fn a_file_is_asked_for_put_and_sent() {
    let mut chat = Chat::open();
    chat.service.reply(FakeReply::status(StatusCode::OK));
    let file = success(&mut chat, ADDRESS).unwrap();
    assert_eq!(file.id.as_str(), "f");
    let asked = chat.sent().pop().unwrap();
    assert_eq!((&asked["action"], &asked["errorsAsJson"]), (&json!("onAttachment"), &json!(true)));
    assert_eq!((&asked["fileName"], &asked["fileSize"]), (&json!("a.png"), &json!(3)));

    let request = chat.service.requests().pop().unwrap().request;
    assert_eq!((request.method(), request.uri().to_string()), (&Method::PUT, ADDRESS.to_owned()));
    assert_eq!(request.headers()["x-amz-tagging"], "t=1");
    assert_eq!(request.headers()["content-type"], "image/png");
    assert_eq!(request.headers()["content-length"], "3");
    assert!(!request.headers().contains_key("authorization"));
    assert_eq!(request.body().as_ref(), b"abc");

    chat.session.send_file(file.id, Some("see".to_owned())).unwrap();
    assert!(chat.told().is_empty(), "what was waited for is told to nobody else");
    let content = json!([{"contentType": "Attachment", "attachment": {"id": "f"}}]);
    let message = chat.sent().pop().unwrap()["message"].take();
    assert_eq!(message, json!({"type": "Text", "text": "see", "content": content}));
}

#[test]
fn an_upload_says_how_far_it_is() {
    let mut chat = Chat::open();
    chat.service.reply(FakeReply::status(StatusCode::OK));
    let told = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&told);
    let upload = chat.session.upload("a.png", "image/png", vec![0; 150_000]);
    let upload = upload.progress(move |sent, all| kept.lock().unwrap().push((sent, all)));
    let mut work = pin!(chat.events.drive_while(upload));
    assert!(poll(work.as_mut()).is_pending());
    answer(&chat.socket, "PresignedUrlResponse", &presigned(ADDRESS));
    assert!(poll(work.as_mut()).is_pending());
    assert_eq!(*told.lock().unwrap(), [(65_536, 150_000), (131_072, 150_000), (150_000, 150_000)]);
}

#[test]
fn a_file_goes_to_secure_hosts_only_and_a_refusal_shows_no_address() {
    let mut chat = Chat::open();
    for address in ["http://files.example/put", "ftp://files.example", "", "no address"] {
        assert_eq!(success(&mut chat, address).unwrap_err().kind(), ErrorKind::InvalidInput);
    }
    assert_eq!(chat.service.requests().len(), 1, "the one that opened the session");
    chat.service.reply(FakeReply::status(StatusCode::FORBIDDEN));
    let error = success(&mut chat, ADDRESS).unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
    assert!(!format!("{error} {error:?}").contains("secret"));
}

#[test]
fn what_the_service_would_refuse_is_not_asked_for() {
    let mut chat = Chat::open();
    let media = json!({"inbound": {"fileTypes": [{"type": "*/*"}], "maxFileSizeKB": 1}});
    chat.say(
        "SessionResponse",
        &json!({"connected": true, "allowedMedia": media, "blockedExtensions": [".ade"]}),
    );
    chat.told();
    let long = format!("{}.png", "a".repeat(1020));
    for (name, length) in
        [("a.png", 0), ("a.png", 1025), ("a", 3), ("a.", 3), ("a.ADE", 3), (&long, 3)]
    {
        let upload = chat.session.upload(name, "image/png", vec![0; length]);
        match poll(upload.into_future()) {
            Poll::Ready(Err(error)) => {
                assert_eq!(error.kind(), ErrorKind::InvalidInput, "{name} {length}");
            }
            other => panic!("{name} {length}: {other:?}"),
        }
    }
    assert_eq!(chat.sent().len(), 1, "nothing but what opened the session");
}

#[test]
fn a_file_that_is_refused_afterwards_is_no_success() {
    let mut chat = Chat::open();
    chat.service.reply(FakeReply::status(StatusCode::OK));
    let body = json!({"attachmentId": "f", "errorCode": 4003, "errorMessage": "bad"});
    let error = upload(&mut chat, ADDRESS, "UploadFailureEvent", &body).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(error.to_string().contains("4003"), "{error}");
}

#[test]
fn a_break_fails_what_waits_for_an_answer() {
    let mut chat = Chat::open();
    let mut work = pin!(chat.events.drive_while(chat.session.file_address("f")));
    assert!(poll(work.as_mut()).is_pending());
    chat.socket.break_off();
    match poll(work.as_mut()) {
        Poll::Ready(Err(error)) => assert_eq!(error.kind(), ErrorKind::Stream),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_needs_an_answer_fails_at_once_where_nobody_polls_any_more() {
    let chat = Chat::open();
    drop(chat.events);
    match poll(chat.session.take_back("f")) {
        Poll::Ready(Err(error)) => assert_eq!(error.kind(), ErrorKind::Stream),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_ended_conversation_can_still_be_read() {
    let mut chat = Chat::open();
    chat.say("SessionResponse", &json!({"connected": true, "readOnly": true}));
    chat.told();
    assert!(chat.session.send("x").is_err());
    let mut history = chat.session.history();
    let mut work = pin!(chat.events.drive_while(history.next()));
    assert!(poll(work.as_mut()).is_pending());
    answer(&chat.socket, "JwtResponse", &json!({"jwt": "secret", "exp": 1}));
    let page = json!({"entities": [{"id": "1", "text": "hi"}], "pageCount": 1});
    chat.service.reply(FakeReply::json(&page));
    match poll(work.as_mut()) {
        Poll::Ready(Some(Ok(message))) => assert_eq!(message.text.as_deref(), Some("hi")),
        other => panic!("{other:?}"),
    }
    let request = chat.service.requests().pop().unwrap().request;
    assert_eq!(request.headers()["authorization"], "Bearer secret");
}

#[test]
fn a_file_may_take_longer_than_another_request() {
    let mut chat = Chat::open();
    chat.service.reply(FakeReply::status(StatusCode::OK).after(Duration::from_secs(40)));
    let mut work = pin!(chat.events.drive_while(chat.session.upload("a.png", "image/png", "abc")));
    assert!(poll(work.as_mut()).is_pending());
    answer(&chat.socket, "PresignedUrlResponse", &presigned(ADDRESS));
    for _ in 0..2 {
        assert!(poll(work.as_mut()).is_pending(), "it is on its way");
        chat.service.clock().advance(Duration::from_secs(20));
    }
    crate::chat::say(&chat.socket, "UploadSuccessEvent", &json!({"attachmentId": "f"}));
    assert!(matches!(poll(work.as_mut()), Poll::Ready(Ok(_))));
}

#[test]
fn an_odd_message_of_the_history_costs_no_other_and_is_not_quoted() {
    let mut chat = Chat::open();
    let page = json!({"entities": [{"text": "two"}, "secret", {"text": "one"}], "pageCount": 1});
    chat.service.reply(FakeReply::json(&page));
    let mut history = chat.session.history();
    assert!(poll(chat.events.drive_while(history.next())).is_pending());
    answer(&chat.socket, "JwtResponse", &json!({"jwt": "a token", "exp": 1}));
    let mut told = Vec::new();
    while let Poll::Ready(Some(message)) = poll(chat.events.drive_while(history.next())) {
        told.push(message);
    }
    let [Ok(two), Err(odd), Ok(one)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((two.text.as_deref(), one.text.as_deref()), (Some("two"), Some("one")));
    assert_eq!(odd.kind(), ErrorKind::Decode);
    let source = std::error::Error::source(odd).map(ToString::to_string);
    assert!(!format!("{odd} {odd:?} {source:?}").contains("secret"));
}
