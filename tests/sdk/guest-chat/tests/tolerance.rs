//! Replies that are not what the definition says, over the wire and through every operation: the simulator changes its
//! good answer in one place at a time, and what the SDK read is compared with what was sent.
//!
//! A model that was read is written again, and then has to equal the reply without what nobody can keep: fields of the
//! future, nulls, and the secrets that are never written. The models by themselves, with every field they have, are
//! checked in the SDK's own tests.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use guest_chat_simulator::{Fault, MediaType as SimulatedMedia, Operation, Simulator};
use guest_chat_tests::{Guest, all_texts, client, create_request, message, start_chat_with};
use purecloud_guest_chat_client::models::{
    MediaRequestState, MediaType, MemberRole, MessageBodyType, WebChatGuestMediaRequest,
};
use purecloud_guest_chat_client::{Error, ErrorKind, Response};
use serde_json::{Value, json};

/// The operations whose reply has a body: all but leaving.
const OPERATIONS: [Operation; 10] = [
    Operation::CreateConversation,
    Operation::ListMediaRequests,
    Operation::GetMediaRequest,
    Operation::UpdateMediaRequest,
    Operation::SendTyping,
    Operation::SendMessage,
    Operation::GetMember,
    Operation::ListMembers,
    Operation::GetMessage,
    Operation::ListMessages,
];
/// The properties whose values are open enums.
const ENUMS: [&str; 4] = ["bodyType", "role", "state", "types"];
const FUTURE: &str = "a-Value of.the future";

/// A chat in which every reply has as many properties as the service gives.
struct Scene {
    sim: Simulator,
    guest: Guest,
    message: String,
    media_request: String,
}

/// What came back: as the SDK read it, and as it was sent.
struct Reply {
    read: Value,
    sent: Value,
}

impl Scene {
    async fn arrange() -> Self {
        let sim = Simulator::start().await.unwrap();
        let mut request = create_request();
        request.member_info = request
            .member_info
            .first_name("Greta")
            .last_name("Guest")
            .email("greta@example.org")
            .phone_number("+49 30 123456")
            .avatar_image_url("https://example.org/greta.png")
            .custom_fields([("order", "42"), ("empty", "")]);
        let guest = start_chat_with(&sim, &client(&sim), request).await;
        let ann = guest.chat.agent_joins("Ann");
        let message = ann.says("Hello");
        let media_request =
            ann.requests_media(&[SimulatedMedia::Cobrowse, SimulatedMedia::Screenshare]);
        ann.leaves();
        guest.chat.agent_is_alerted("Bob");
        guest.chat.agent_joins("Cid");
        Self { sim, guest, message, media_request }
    }

    async fn call(&self, operation: Operation) -> Result<Reply, Error> {
        let Guest { conversation, member, .. } = &self.guest;
        let chat = self.guest.web_chat();
        match operation {
            Operation::CreateConversation => {
                reply(chat.create_conversation(create_request()).send_with_response().await)
            }
            Operation::ListMediaRequests => {
                reply(chat.list_media_requests(conversation).send_with_response().await)
            }
            Operation::GetMediaRequest => {
                let call = chat.get_media_request(conversation, self.media_request.as_str());
                reply(call.send_with_response().await)
            }
            Operation::UpdateMediaRequest => {
                let yes = WebChatGuestMediaRequest::new(
                    MediaRequestState::Accepted,
                    [MediaType::Cobrowse],
                );
                let call =
                    chat.update_media_request(conversation, self.media_request.as_str(), yes);
                reply(call.send_with_response().await)
            }
            Operation::SendTyping => {
                reply(chat.send_typing(conversation, member).send_with_response().await)
            }
            Operation::SendMessage => {
                let call = chat.send_message(conversation, member, message("hi"));
                reply(call.send_with_response().await)
            }
            Operation::GetMember => {
                reply(chat.get_member(conversation, member).send_with_response().await)
            }
            Operation::ListMembers => {
                let call = chat.list_members(conversation).page_size(2).page_number(2);
                reply(call.send_with_response().await)
            }
            Operation::GetMessage => {
                let call = chat.get_message(conversation, self.message.as_str());
                reply(call.send_with_response().await)
            }
            Operation::ListMessages => {
                let call = chat.list_messages(conversation).after(self.message.as_str());
                reply(call.max_results(2).send_with_response().await)
            }
            Operation::DeleteMember => panic!("the reply to leaving has no body"),
        }
    }

    /// Makes the call with a changed reply, which has to be read all the same.
    async fn call_with(&self, operation: Operation, fault: Fault, how: &str) -> Reply {
        self.sim.faults().on(operation, fault);
        let reply = self.call(operation).await;
        reply.unwrap_or_else(|error| panic!("{operation:?} {how}: {error}"))
    }
}

fn reply<T: serde::Serialize>(response: Result<Response<T>, Error>) -> Result<Reply, Error> {
    let response = response?;
    let sent = std::str::from_utf8(response.raw_body()).unwrap();
    Ok(Reply {
        read: serde_json::to_value(response.body()).unwrap(),
        sent: serde_json::from_str(sent.trim_start_matches('\u{feff}')).unwrap(),
    })
}

/// What of a reply is still there when it has been read and written again.
fn kept(operation: Operation, sent: &Value) -> Value {
    let mut kept = without_nulls(sent);
    if operation == Operation::CreateConversation {
        let properties = kept.as_object_mut().unwrap();
        properties.retain(|name, _| name != "jwt" && name != "eventStreamUri");
    }
    kept
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(properties) => {
            let present = properties.iter().filter(|(_, value)| !value.is_null());
            present.map(|(name, value)| (name.clone(), without_nulls(value))).collect()
        }
        Value::Array(items) => {
            items.iter().filter(|item| !item.is_null()).map(without_nulls).collect()
        }
        scalar => scalar.clone(),
    }
}

/// The JSON pointers of everything in a value, with what stands there.
fn places(value: &Value) -> Vec<(String, Value)> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(properties) => {
            properties.iter().map(|(name, value)| (name.clone(), value)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
        }
        _ => Vec::new(),
    };
    let mut found = Vec::new();
    for (name, child) in children {
        found.push((format!("/{name}"), child.clone()));
        let below = places(child).into_iter();
        found.extend(below.map(|(pointer, value)| (format!("/{name}{pointer}"), value)));
    }
    found
}

/// Whether an index stands at the end of the pointer.
fn is_item(pointer: &str) -> bool {
    last(pointer).bytes().all(|byte| byte.is_ascii_digit())
}

fn last(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(_, last)| last)
}

#[tokio::test]
async fn good_replies_are_read_without_loss() {
    let scene = Scene::arrange().await;
    for operation in OPERATIONS {
        let reply = scene.call(operation).await.unwrap();
        assert_eq!(reply.read, kept(operation, &reply.sent), "{operation:?}");
    }
}

#[tokio::test]
async fn fault_32_any_property_may_be_missing() {
    let scene = Scene::arrange().await;
    let mut cases = 0;
    for operation in OPERATIONS {
        let good = scene.call(operation).await.unwrap().sent;
        for (pointer, _) in places(&good).into_iter().filter(|(pointer, _)| !is_item(pointer)) {
            let how = format!("without {pointer}");
            let reply = scene.call_with(operation, Fault::remove(&pointer), &how).await;
            assert_eq!(reply.sent.pointer(&pointer), None);
            assert_eq!(reply.read, kept(operation, &reply.sent), "{operation:?} {how}");
            cases += 1;
        }
    }
    assert!(cases >= 90, "only {cases} properties were left out");
}

#[tokio::test]
async fn anything_may_be_null() {
    let scene = Scene::arrange().await;
    let mut cases = 0;
    for operation in OPERATIONS {
        let good = scene.call(operation).await.unwrap().sent;
        for (pointer, _) in places(&good) {
            let how = format!("with null at {pointer}");
            let reply = scene.call_with(operation, Fault::set(&pointer, Value::Null), &how).await;
            assert_eq!(reply.sent.pointer(&pointer), Some(&Value::Null));
            assert_eq!(reply.read, kept(operation, &reply.sent), "{operation:?} {how}");
            cases += 1;
        }
    }
    assert!(cases >= 90, "only {cases} places were null");
}

#[tokio::test]
async fn fault_31_unknown_enum_values_keep_their_text() {
    let scene = Scene::arrange().await;
    let mut cases = 0;
    for operation in OPERATIONS {
        let good = scene.call(operation).await.unwrap().sent;
        for (pointer, value) in places(&good) {
            let is_enum = pointer.split('/').any(|part| ENUMS.contains(&part));
            if !is_enum || !value.is_string() {
                continue;
            }
            for text in [FUTURE, ""] {
                let how = format!("with {text:?} at {pointer}");
                let reply =
                    scene.call_with(operation, Fault::set(&pointer, json!(text)), &how).await;
                assert_eq!(reply.read.pointer(&pointer), Some(&json!(text)), "{operation:?} {how}");
                assert_eq!(reply.read, kept(operation, &reply.sent), "{operation:?} {how}");
            }
            cases += 1;
        }
    }
    assert!(cases >= 15, "only {cases} enums were found");
}

#[tokio::test]
async fn fault_33_fields_of_the_future_are_skipped() {
    let scene = Scene::arrange().await;
    for operation in OPERATIONS {
        let good = scene.call(operation).await.unwrap().sent;
        let inner = places(&good).into_iter().filter(|(_, value)| value.is_object());
        for pointer in inner.map(|(pointer, _)| pointer).chain([String::new()]) {
            if last(&pointer) == "customFields" {
                continue;
            }
            let how = format!("with another field in {pointer:?}");
            let field = format!("{pointer}/aFieldOfTheFuture");
            let fault = Fault::set(&field, json!({ "any": ["thing", 1, null] }));
            let mut reply = scene.call_with(operation, fault, &how).await;
            assert_eq!(reply.read.pointer(&field), None);
            let object = reply.sent.pointer_mut(&pointer).unwrap().as_object_mut().unwrap();
            assert!(object.remove("aFieldOfTheFuture").is_some());
            assert_eq!(reply.read, kept(operation, &reply.sent), "{operation:?} {how}");
        }
    }
}

#[tokio::test]
async fn a_value_of_the_wrong_kind_is_an_error_that_says_where() {
    let scene = Scene::arrange().await;
    for operation in OPERATIONS {
        let good = scene.call(operation).await.unwrap().sent;
        for (pointer, _) in
            places(&good).into_iter().filter(|(_, v)| !v.is_object() && !v.is_array())
        {
            let wrong = json!({ "canary": [{ "canary": "canary" }] });
            scene.sim.faults().on(operation, Fault::set(&pointer, wrong));
            let Err(error) = scene.call(operation).await else {
                panic!("{operation:?} takes anything at {pointer}");
            };
            assert_eq!(error.kind(), ErrorKind::Decode);
            let place = format!("at `{}`", dotted(&pointer));
            assert!(error.to_string().contains(&place), "{place} is not in {error}");
            assert!(error.raw_body().is_some() && error.correlation_id().is_some());
            assert!(!all_texts(&error).contains("canary"), "{}", all_texts(&error));
        }
    }
}

/// `/entities/0/id` as `entities[0].id`.
fn dotted(pointer: &str) -> String {
    let mut in_map = false;
    let part = |part: &str| {
        let is_index = part.bytes().all(|byte| byte.is_ascii_digit());
        // The keys of a map belong to the service: they may be personal.
        let is_key = std::mem::replace(&mut in_map, part == "customFields");
        match part {
            _ if is_key => ".*".to_owned(),
            _ if is_index => format!("[{part}]"),
            _ => format!(".{part}"),
        }
    };
    let path = pointer.split('/').skip(1).map(part).collect::<Vec<_>>().concat();
    path.trim_start_matches('.').to_owned()
}

#[tokio::test]
async fn what_is_read_is_typed() {
    let scene = Scene::arrange().await;
    let Scene { sim, guest, message, .. } = &scene;
    let (chat, conversation) = (guest.web_chat(), &guest.conversation);

    sim.faults().on(Operation::GetMember, Fault::set("/role", json!(FUTURE)));
    let member = chat.get_member(conversation, &guest.member).await.unwrap();
    let role = member.role.unwrap();
    assert!(matches!(role, MemberRole::Unknown(_)));
    assert_eq!((role.as_str(), role.to_string()), (FUTURE, FUTURE.to_owned()));

    sim.faults().on(Operation::GetMessage, Fault::set("/bodyType", json!("STANDARD")));
    let read = chat.get_message(conversation, message.as_str()).await.unwrap();
    assert_eq!(read.body_type, Some(MessageBodyType::Standard));

    sim.faults().on(Operation::GetMessage, Fault::set("/timestamp", json!("yesterday")));
    let read = chat.get_message(conversation, message.as_str()).await.unwrap().timestamp.unwrap();
    assert_eq!((read.as_str(), read.unix_millis()), ("yesterday", None));

    let texts = |json: &mut Value| {
        for name in ["pageSize", "pageNumber", "total"] {
            json[name] = json!(json[name].to_string());
        }
        json["pageCount"] = json!("");
    };
    sim.faults().on(Operation::ListMembers, Fault::mutate(texts));
    let list = chat.list_members(conversation).await.unwrap();
    assert_eq!((list.page_size, list.page_number, list.total), (Some(25), Some(1), Some(4)));
    assert_eq!(list.page_count, None);

    let nulls = |json: &mut Value| json["entities"].as_array_mut().unwrap().insert(1, Value::Null);
    sim.faults().on(Operation::ListMembers, Fault::mutate(nulls));
    let list = chat.list_members(conversation).await.unwrap();
    assert_eq!(list.entities.unwrap().len(), 4);
}

#[tokio::test]
async fn a_byte_order_mark_and_white_space_are_skipped() {
    let scene = Scene::arrange().await;
    for operation in OPERATIONS {
        let good = scene.call(operation).await.unwrap();
        let body = format!("\u{feff} \r\n{}\n", good.sent);
        let fault = Fault::body("application/json; charset=utf-8", body);
        let reply = scene.call_with(operation, fault, "with a byte order mark").await;
        assert_eq!(reply.read, good.read, "{operation:?}");
    }
}

#[tokio::test]
async fn fault_26_leaving_takes_any_success() {
    for (status, body) in [(204, ""), (200, ""), (200, "{}"), (202, "anything"), (205, "")] {
        let (sim, guest) = Guest::arrives().await;
        let fault = Fault::Status { status, headers: Vec::new(), body: body.into() };
        sim.faults().on(Operation::DeleteMember, fault).after_processing();
        let call = guest.web_chat().leave(&guest.conversation, &guest.member);
        let response = call.send_with_response().await.unwrap();
        assert_eq!(
            (response.status().as_u16(), response.raw_body().as_ref()),
            (status, body.as_bytes())
        );
    }
}
