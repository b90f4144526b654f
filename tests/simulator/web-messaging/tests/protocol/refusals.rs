//! Each code by which the service refuses, and what is refused with it.

use serde_json::{Value, json};
use web_messaging_simulator::{DEPLOYMENT_ID, Goodbye, Simulator, SimulatorBuilder};

use crate::guest::{Guest, TOKEN};

async fn refused(builder: SimulatorBuilder, request: Value) -> Value {
    let sim = builder.start().await.unwrap();
    Guest::open(&sim).await.refused(request).await
}

fn message(message: &Value) -> Value {
    json!({"action": "onMessage", "message": message})
}

fn event(event: &Value) -> Value {
    message(&json!({"type": "Event", "events": [event]}))
}

fn file(name: &str, size: u64) -> Value {
    json!({"action": "onAttachment", "fileName": name, "fileType": "image/png", "fileSize": size, "errorsAsJson": true})
}

#[tokio::test(start_paused = true)]
async fn files_are_refused_by_what_is_wrong_with_them() {
    let long = format!("{}.png", "a".repeat(1020));
    for (name, size, code) in [
        ("a.exe", 3, 4001),
        ("a.png", 10_485_761, 4002),
        ("a", 3, 4004),
        (&long, 3, 4005),
        ("a.png", 0, 4102),
    ] {
        assert_eq!(refused(Simulator::builder(), file(name, size)).await, code, "{name} {size}");
    }
    assert_eq!(refused(Simulator::builder().attachments(false), file("a.png", 3)).await, 4000);
}

#[tokio::test(start_paused = true)]
async fn a_refused_file_is_a_text_unless_an_object_is_asked_for() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let mut request = file("a.exe", 3);
    assert_eq!(guest.ask(request.clone()).await["class"], "GenerateUrlError");
    request["errorsAsJson"] = json!(false);
    let refused = guest.ask(request).await;
    assert_eq!((&refused["class"], &refused["code"]), (&json!("string"), &json!(4001)));
    assert!(refused["body"].is_string());
}

#[tokio::test(start_paused = true)]
async fn messages_are_refused_by_what_is_wrong_with_them() {
    let attachment = |id: &str| json!({"contentType": "Attachment", "attachment": {"id": id}});
    let large = json!({"metadata": {"customAttributes": {"a": "b".repeat(2048)}}});
    for (request, code) in [
        (message(&json!({"type": "Text", "text": "ä".repeat(2049)})), 4011),
        (message(&json!({"type": "Text", "text": "a", "channel": large})), 4013),
        (
            json!({"action": "onMessage", "channel": large, "message": {"type": "Text", "text": "a"}}),
            4013,
        ),
        (message(&json!({"type": "Text", "content": [attachment("none")]})), 4009),
        (message(&json!({"type": "Text", "content": [attachment("a"), attachment("b")]})), 400),
        (json!({"action": "onMessage"}), 4020),
        (json!({"action": "dance"}), 400),
        (json!({"action": "onMessage", "token": "another"}), 4007),
    ] {
        assert_eq!(refused(Simulator::builder(), request.clone()).await, code, "{request}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_switched_off_is_refused() {
    let typing = event(&json!({"eventType": "Typing", "typing": {"type": "On"}}));
    let clear = event(&json!({"eventType": "Presence", "presence": {"type": "Clear"}}));
    assert_eq!(refused(Simulator::builder().typing(false), typing).await, 403);
    assert_eq!(refused(Simulator::builder().clear(false), clear).await, 403);
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_not_there_yet_cannot_be_sent() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let id = guest.ask(file("a.png", 3)).await["body"]["attachmentId"].take();
    let content = json!([{"contentType": "Attachment", "attachment": {"id": id}}]);
    let request = message(&json!({"type": "Text", "content": content}));
    assert_eq!(guest.refused(request).await, 4010);
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_can_only_be_read_takes_no_message() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    sim.session(TOKEN).unwrap().leaves(Goodbye::ReadOnly);
    assert_eq!(guest.refused(message(&json!({"type": "Text", "text": "a"}))).await, 409);
}

#[tokio::test(start_paused = true)]
async fn who_has_not_signed_in_is_told_why() {
    let user = |jwt: &Value| json!({"action": "configureAuthenticatedSession", "deploymentId": DEPLOYMENT_ID, "data": {"code": jwt}});
    assert_eq!(refused(Simulator::builder(), user(&json!("made up"))).await, 401);
    assert_eq!(refused(Simulator::builder().sign_in(false, false), user(&json!("any"))).await, 403);
    let sim = Simulator::builder().sign_in(true, false).start().await.unwrap();
    let jwt = crate::calls::signed_in(&sim).await["jwt"].clone();
    assert_eq!(
        Guest::open(&sim).await.refused(user(&jwt)).await,
        403,
        "not in the middle of a session"
    );
    let mut guest = Guest::connect(&sim, DEPLOYMENT_ID, None).await.unwrap();
    guest.ask(json!({"action": "configureAuthenticatedSession", "deploymentId": DEPLOYMENT_ID, "token": "mine", "data": {"code": jwt}})).await;
    let down =
        json!({"action": "configureSession", "deploymentId": DEPLOYMENT_ID, "token": "mine"});
    assert_eq!(guest.refused(down).await, 4017);
}
