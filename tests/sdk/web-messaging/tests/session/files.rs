//! Files: the whole way of one, and what is asked for beside messages.

use std::task::Poll;

use http::{Method, StatusCode};
use purecloud_web_messaging_client::models::{Frame, PresignedUrlResponse};
use purecloud_web_messaging_client::session::Event;
use purecloud_web_messaging_client::test_util::FakeReply;
use purecloud_web_messaging_client::{Error, ErrorKind};
use serde_json::{Value, from_value, json};

use crate::chat::{Chat, poll};

/// The service answers a question.
fn answer(chat: &Chat, id: &str, class: &str, body: &Value) {
    let frame =
        json!({"type": "response", "class": class, "code": 200, "tracingId": id, "body": body});
    chat.socket.text(frame.to_string());
}

fn upload(chat: &Chat, to: &PresignedUrlResponse) -> Result<(), Error> {
    match poll(chat.session.upload(to, "image/png", "abc")) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("the upload does not end"),
    }
}

#[test]
fn a_file_is_asked_for_put_and_sent() {
    let mut chat = Chat::open();
    let id = chat.session.ask_to_upload("a.png", "image/png", 3).unwrap();
    chat.told();
    let asked = chat.sent().pop().unwrap();
    assert_eq!((&asked["action"], &asked["errorsAsJson"]), (&json!("onAttachment"), &json!(true)));
    assert_eq!((&asked["fileName"], &asked["fileSize"]), (&json!("a.png"), &json!(3)));
    let address = "https://files.example/put?secret=1";
    let headers = json!({"x-amz-tagging": "t=1"});
    answer(
        &chat,
        &id,
        "PresignedUrlResponse",
        &json!({"attachmentId": "f", "url": address, "headers": headers}),
    );
    let told = chat.told();
    let [Ok(Event::Other(frame))] = told.as_slice() else { panic!("{told:?}") };
    let Frame::PresignedUrlResponseFrame(frame) = &**frame else { panic!("{frame:?}") };
    assert_eq!(frame.tracing_id.as_ref(), Some(&id));

    chat.service.reply(FakeReply::status(StatusCode::OK));
    upload(&chat, frame.body.as_ref().unwrap()).unwrap();
    let request = chat.service.requests().pop().unwrap().request;
    assert_eq!((request.method(), request.uri().to_string()), (&Method::PUT, address.to_owned()));
    assert_eq!(request.headers()["x-amz-tagging"], "t=1");
    assert_eq!(request.headers()["content-type"], "image/png");
    assert!(!request.headers().contains_key("authorization"));
    assert_eq!(request.body().as_ref(), b"abc");

    chat.session.send_file("f", Some("see".to_owned())).unwrap();
    chat.told();
    let content = json!([{"contentType": "Attachment", "attachment": {"id": "f"}}]);
    let message = chat.sent().pop().unwrap()["message"].take();
    assert_eq!(message, json!({"type": "Text", "text": "see", "content": content}));
}

#[test]
fn a_file_goes_to_secure_hosts_only_and_a_refusal_shows_no_address() {
    let chat = Chat::open();
    let to = |url: &str| from_value(json!({"url": url})).unwrap();
    for address in ["http://files.example/put", "ftp://files.example", "", "no address"] {
        assert_eq!(upload(&chat, &to(address)).unwrap_err().kind(), ErrorKind::InvalidInput);
    }
    assert_eq!(chat.service.requests().len(), 1, "the one that opened the session");
    chat.service.reply(FakeReply::status(StatusCode::FORBIDDEN));
    let error = upload(&chat, &to("https://files.example/put?secret=1")).unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
    assert!(!format!("{error} {error:?}").contains("secret"));
}

#[test]
fn an_ended_conversation_can_still_be_read() {
    let mut chat = Chat::open();
    chat.say("SessionResponse", &json!({"connected": true, "readOnly": true}));
    chat.told();
    assert!(chat.session.send("x").is_err());
    let id = chat.session.ask_for_history_token().unwrap();
    chat.session.ask_for_address("f").unwrap();
    chat.session.take_back("f").unwrap();
    chat.told();
    let actions: Vec<Value> =
        chat.sent().into_iter().map(|mut request| request["action"].take()).collect();
    assert_eq!(actions[1..], ["getJwt", "getAttachment", "deleteAttachment"]);
    answer(&chat, &id, "JwtResponse", &json!({"jwt": "secret", "exp": 1}));
    let told = chat.heard();
    assert!(told[0].contains("JwtResponseFrame") && !told[0].contains("secret"), "{told:?}");
    let lost = chat.break_and_return();
    let lost = lost.iter().filter(|event| matches!(event, Ok(Event::Unsettled(_))));
    assert_eq!(lost.count(), 2, "what was answered is settled");
}
