//! Replay: a whole chat that was recorded once is played again from `replays/chat.json`, without a network.
//!
//! The SDK must send what it sent then, byte for byte where the service would look, and understand what it got.
//! `UPDATE_REPLAYS=1 cargo test -p guest-chat-tests --test replay` records it anew with the simulator; tokens are replaced
//! before anything is written.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests fail loudly"
)]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use guest_chat_simulator::{DEPLOYMENT_ID, Exchange, ORGANIZATION_ID, QUEUE, Simulator};
use purecloud_guest_chat_client::models::{
    CreateWebChatConversationRequest, CreateWebChatMessageRequest, GuestMemberInfo,
    WebChatRoutingTarget,
};
use purecloud_guest_chat_client::transport::{Body, TransportError, TransportOptions};
use purecloud_guest_chat_client::{BoxFuture, Client, Transport};
use serde_json::{Value, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/replays/chat.json");
const TOKEN: &str = "recorded.token.scrubbed";

#[tokio::test]
async fn a_recorded_chat_is_played_again() {
    if std::env::var_os("UPDATE_REPLAYS").is_some() {
        record().await;
    }
    let recording: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
    let expected = recording.len();
    let open = Arc::new(Mutex::new(VecDeque::from(recording)));
    let client = Client::builder()
        .base_url("https://api.example.com")
        .transport(Replay(open.clone()))
        .build()
        .unwrap();
    play(&client).await;
    assert_eq!(open.lock().unwrap().len(), 0, "not all of the {expected} exchanges were played");
}

/// The chat, the same every time.
async fn play(client: &Client) {
    let guest = GuestMemberInfo::new("Ada").custom_fields([("plan", "gold")]);
    let target = WebChatRoutingTarget::new(QUEUE).skills(["English"]).priority(3);
    let request =
        CreateWebChatConversationRequest::new(DEPLOYMENT_ID, guest, ORGANIZATION_ID, target);
    let chat = client.web_chat().create_conversation(request).await.unwrap();
    let (conversation, member) = (chat.id.unwrap(), chat.member.unwrap().id.unwrap());
    let web_chat = client.with_jwt(chat.jwt.unwrap()).web_chat();

    web_chat.send_typing(&conversation, &member).await.unwrap();
    let message = CreateWebChatMessageRequest::new("Grüße, 100 % \"quoted\"");
    let sent = web_chat.send_message(&conversation, &member, message).await.unwrap();
    let read = web_chat.get_message(&conversation, sent.id.as_ref().unwrap()).await.unwrap();
    assert_eq!(read.body, sent.body);
    let me = web_chat.get_member(&conversation, &member).await.unwrap();
    assert_eq!(me.display_name.as_deref(), Some("Ada"));
    let members =
        web_chat.list_members(&conversation).page_size(10).exclude_disconnected_members(false);
    assert_eq!(members.await.unwrap().total, Some(1));
    let messages = web_chat.list_messages(&conversation).sort_order("descending").max_results(5);
    assert!(messages.await.unwrap().entities.unwrap().iter().any(|message| message.id == sent.id));
    assert_eq!(
        web_chat.list_media_requests(&conversation).await.unwrap().entities,
        Some(Vec::new())
    );
    web_chat.leave(&conversation, &member).await.unwrap();
}

/// Answers from the recording, and checks that the request is the recorded one.
struct Replay(Arc<Mutex<VecDeque<Value>>>);

impl Transport for Replay {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let exchange =
            self.0.lock().unwrap().pop_front().expect("more requests than were recorded");
        let sent = json!({
            "method": request.method().as_str(),
            "target": request.uri().path_and_query().unwrap().as_str(),
            "authorized": request.headers().get("authorization").is_some_and(|value| value == &format!("Bearer {TOKEN}")),
            "content-type": request.headers().get("content-type").and_then(|value| value.to_str().ok()),
            "body": body(request.body()),
        });
        assert_eq!(sent, exchange["request"]);
        let reply = &exchange["reply"];
        let mut response = http::Response::new(Body::from(Bytes::from(text(&reply["body"]))));
        *response.status_mut() =
            u16::try_from(reply["status"].as_u64().unwrap()).unwrap().try_into().unwrap();
        Box::pin(async { Ok(response) })
    }
}

/// A body as JSON; `null` when it is empty.
fn body(bytes: &[u8]) -> Value {
    if bytes.is_empty() { Value::Null } else { serde_json::from_slice(bytes).unwrap() }
}

fn text(body: &Value) -> String {
    if body.is_null() { String::new() } else { body.to_string() }
}

/// Plays the chat with the simulator and writes down what went over the wire.
async fn record() {
    let sim = Simulator::start().await.unwrap();
    let client =
        Client::builder().base_url(sim.base_url()).allow_insecure_loopback(true).build().unwrap();
    play(&client).await;
    let token = sim.conversations().first().unwrap().jwt();
    let recording: Vec<Value> = sim.exchanges().iter().map(exchange).collect();
    let recording = serde_json::to_string_pretty(&recording).unwrap().replace(&token, TOKEN);
    std::fs::create_dir_all(std::path::Path::new(FILE).parent().unwrap()).unwrap();
    std::fs::write(FILE, recording + "\n").unwrap();
}

fn exchange(exchange: &Exchange) -> Value {
    let header = |name: &str| exchange.request_header(name).map(str::to_owned);
    let reply = exchange.reply.as_ref().unwrap();
    json!({
        "request": {
            "method": exchange.method,
            "target": exchange.path_and_query(),
            "authorized": header("authorization").is_some(),
            "content-type": header("content-type"),
            "body": body(&exchange.request_body),
        },
        "reply": { "status": reply.status, "body": body(&reply.body) },
    })
}
