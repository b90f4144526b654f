//! Event streams, heard by a client that is not the SDK: tungstenite where all is well, bytes where it is not.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use guest_chat_simulator::{
    ConversationHandle, Fault, Simulator, StreamEnd, StreamFault, StreamRecord,
};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::client::{Connection, Guest};

type Socket = WebSocketStream<DuplexStream>;

async fn open(sim: &Simulator, token: &str) -> Result<Socket, Error> {
    let url = format!("ws://simulator/chat/jwt/{token}");
    Ok(client_async(url, sim.connect()).await?.0)
}

/// The next frame that is JSON.
async fn next(socket: &mut Socket) -> Value {
    let message = socket.next().await.unwrap().unwrap();
    serde_json::from_str(message.to_text().unwrap()).unwrap()
}

async fn refusal(sim: &Simulator, token: &str) -> (u16, Value) {
    match open(sim, token).await {
        Err(Error::Http(reply)) => {
            let body = reply.body().as_deref().unwrap_or_default();
            let body: Value = serde_json::from_slice(body).unwrap_or_default();
            (reply.status().as_u16(), body["code"].clone())
        }
        other => panic!("{other:?}"),
    }
}

/// Waits until a stream has ended, and gives its record.
async fn ended(sim: &Simulator, number: usize) -> StreamRecord {
    let mut changes = sim.changes();
    loop {
        let records = sim.streams();
        match records.get(number - 1) {
            Some(record) if record.end.is_some() => return record.clone(),
            _ => changes.changed().await.unwrap(),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn events_are_told_from_the_opening_on() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let (id, chat) = (guest.chat.id(), &guest.chat);
    let ann = chat.agent_joins("Ann");
    let mut socket = open(&sim, &guest.jwt).await.unwrap();
    let heartbeat = json!({
        "topicName": "channel.metadata",
        "eventBody": { "message": "WebSocket Heartbeat" },
    });
    assert_eq!(next(&mut socket).await, heartbeat);

    let said = ann.says("Hello");
    let message = next(&mut socket).await;
    assert_eq!(
        message["topicName"],
        format!("v2.conversations.chats.{id}.messages")
    );
    assert_eq!(message["version"], "2");
    let body = &message["eventBody"];
    assert_eq!(
        (&body["id"], &body["body"], &body["bodyType"]),
        (&json!(said), &json!("Hello"), &json!("standard"))
    );
    assert_eq!(
        (&body["conversation"], &body["sender"]),
        (&json!({ "id": id }), &json!({ "id": ann.id() }))
    );
    assert!(body["timestamp"].is_string() && body.get("selfUri").is_none());
    assert_eq!(message["metadata"]["type"], "message");
    assert!(message["metadata"]["CorrelationId"].is_string());

    ann.types();
    let typing = next(&mut socket).await;
    assert_eq!(typing["metadata"]["type"], "typing-indicator");
    assert_eq!(typing["topicName"], message["topicName"]);

    let bob = chat.agent_is_alerted("Bob");
    let change = next(&mut socket).await;
    assert_eq!(
        change["topicName"],
        format!("v2.conversations.chats.{id}.members")
    );
    assert_eq!(
        change["eventBody"]["member"],
        json!({ "id": bob.id(), "state": "ALERTING" })
    );
    assert_eq!(change["metadata"]["type"], "member-change");

    let before = tokio::time::Instant::now();
    assert_eq!(next(&mut socket).await, heartbeat);
    assert_eq!(
        before.elapsed().as_secs(),
        30,
        "heartbeats come by the clock"
    );
}

#[tokio::test]
async fn only_the_token_of_a_living_conversation_opens_a_stream() {
    let sim = Simulator::start().await.unwrap();
    let (one, two) = (Guest::arrives(&sim).await, Guest::arrives(&sim).await);
    assert_eq!(
        refusal(&sim, "nobody's").await,
        (401, json!("bad.credentials"))
    );
    one.chat.expire_jwt();
    assert_eq!(
        refusal(&sim, &one.jwt).await,
        (401, json!("credentials.expired"))
    );
    two.leaves().await;
    assert_eq!(refusal(&sim, &two.jwt).await, (404, json!("not.found")));
    assert!(sim.streams().is_empty());

    let three = Guest::arrives(&sim).await;
    let mut plain = Connection::open(&sim).await;
    let path = format!("/v1/token/{}", three.jwt);
    let reply = plain.send("GET", &path, &[], b"").await.unwrap();
    assert_eq!(reply.refusal(), (400, "bad.request".to_owned()));
}

#[tokio::test]
async fn a_conversation_can_be_held_back_until_somebody_listens() {
    let sim = Simulator::builder()
        .require_event_stream()
        .start()
        .await
        .unwrap();
    let guest = Guest::arrives(&sim).await;
    assert_eq!(guest.say("too early").await.status, 400);
    let _socket = open(&sim, &guest.jwt).await.unwrap();
    assert_eq!(guest.say("now").await.status, 200);
    assert_eq!(guest.chat.open_streams(), 1);
}

#[tokio::test]
async fn a_stream_ends_with_its_conversation() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let mut socket = open(&sim, &guest.jwt).await.unwrap();
    guest.leaves().await;
    let mut kinds = Vec::new();
    let code = loop {
        match socket.next().await.unwrap().unwrap() {
            Message::Close(frame) => break u16::from(frame.unwrap().code),
            message => {
                let json: Value = serde_json::from_str(message.to_text().unwrap()).unwrap();
                kinds.push(json["metadata"]["type"].as_str().unwrap_or("").to_owned());
            }
        }
    };
    assert_eq!(
        (code, kinds.as_slice()),
        (
            1000,
            &["", "member-change", "message"].map(String::from)[..]
        )
    );
    while let Some(Ok(_)) = socket.next().await {}
    assert_eq!(
        ended(&sim, 1).await.end,
        Some(StreamEnd::Service(Some(1000)))
    );
    assert_eq!(guest.chat.open_streams(), 0);
}

#[tokio::test]
async fn what_the_client_does_is_recorded() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let mut socket = open(&sim, &guest.jwt).await.unwrap();
    next(&mut socket).await;
    socket
        .send(Message::Ping(Bytes::from_static(b"p")))
        .await
        .unwrap();
    socket.send(Message::text("hello?")).await.unwrap();
    assert_eq!(
        socket.next().await.unwrap().unwrap(),
        Message::Pong(Bytes::from_static(b"p"))
    );
    guest
        .chat
        .strike_streams(StreamFault::Ping(Bytes::from_static(b"q")));
    assert_eq!(
        socket.next().await.unwrap().unwrap(),
        Message::Ping(Bytes::from_static(b"q"))
    );
    socket.flush().await.unwrap();
    socket.close(None).await.unwrap();
    while let Some(Ok(_)) = socket.next().await {}
    let record = ended(&sim, 1).await;
    assert_eq!((record.pings, record.pongs), (1, 1));
    assert_eq!(record.texts, ["hello?"]);
    assert_eq!(record.end, Some(StreamEnd::Client(None)));
    assert_eq!(record.conversation_id, guest.chat.id());

    drop(open(&sim, &guest.jwt).await.unwrap());
    assert_eq!(ended(&sim, 2).await.end, Some(StreamEnd::Gone));
}

/// What comes over a stream on which a fault strikes the event of a message, after the bytes of the handshake, until
/// `enough` bytes have come or the connection ends.
async fn bytes_with(fault: StreamFault, enough: usize) -> (Vec<u8>, Vec<u8>) {
    let sim = Simulator::builder().heartbeat(None).start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let mut pipe = sim.connect();
    let head =
        "host: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n";
    let request = format!(
        "GET /chat/jwt/{} HTTP/1.1\r\n{head}sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        guest.jwt
    );
    pipe.write_all(request.as_bytes()).await.unwrap();
    let mut reply = Vec::new();
    while !reply.ends_with(b"\r\n\r\n") {
        reply.push(pipe.read_u8().await.unwrap());
    }
    let reply = String::from_utf8(reply).unwrap();
    assert!(reply.starts_with("HTTP/1.1 101 ") && !reply.contains("content-length"));
    // The answer to the key that RFC 6455 has for an example.
    assert!(reply.contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    sim.stream_faults().on_event(fault);
    guest.chat.agent_is_alerted("Ann");
    let mut bytes = Vec::new();
    while bytes.len() < enough && pipe.read_buf(&mut bytes).await.unwrap() > 0 {}
    let event = event_text(&guest.chat);
    (bytes, event)
}

/// The length of that frame.
const EVENT: usize = 380;

/// The frame of the only event of a conversation.
fn event_text(chat: &ConversationHandle) -> Vec<u8> {
    let id = chat.id();
    let member = &chat.members()[1];
    let timestamp = match &chat.events()[0] {
        guest_chat_simulator::ChatEvent::MemberChange { timestamp, .. } => timestamp.clone(),
        other => panic!("{other:?}"),
    };
    let text = format!(
        "{{\"topicName\":\"v2.conversations.chats.{id}.members\",\"version\":\"2\",\"eventBody\":{{\"conversation\":\
         {{\"id\":\"{id}\"}},\"member\":{{\"id\":\"{}\",\"state\":\"ALERTING\"}},\"timestamp\":\"{timestamp}\"}},\
         \"metadata\":{{\"CorrelationId\":\"f1000000-0000-4000-8000-000000000000\",\"type\":\"member-change\"}}}}",
        member.id
    );
    let length = u16::try_from(text.len()).unwrap().to_be_bytes();
    [&[0x81, 126, length[0], length[1]], text.as_bytes()].concat()
}

#[tokio::test(start_paused = true)]
async fn each_fault_has_its_bytes() {
    let (bytes, event) = bytes_with(StreamFault::Twice, 2 * EVENT).await;
    assert_eq!(bytes, [event.clone(), event].concat());
    let (bytes, event) = bytes_with(StreamFault::Slowly(Duration::from_secs(1)), EVENT).await;
    assert_eq!(bytes, event);
    let (bytes, event) = bytes_with(StreamFault::CutAt(7), usize::MAX).await;
    assert_eq!(bytes, event[..7]);
    let (bytes, event) = bytes_with(StreamFault::ResetAt(0), usize::MAX).await;
    assert_eq!((bytes.len(), event.is_empty()), (0, false));
    let (bytes, _) = bytes_with(StreamFault::Close(4001), 4).await;
    assert_eq!(bytes, [0x88, 2, 0x0f, 0xa1]);
    let (bytes, _) = bytes_with(StreamFault::CloseWithoutCode, 2).await;
    assert_eq!(bytes, [0x88, 0]);
    let (bytes, event) = bytes_with(StreamFault::Binary, EVENT).await;
    assert_eq!((bytes[0], &bytes[1..]), (0x82, &event[1..]));
    let (bytes, _) = bytes_with(StreamFault::NotUtf8, 6).await;
    assert_eq!(bytes, b"\x81\x04\"\xff\xfe\"");
    let (bytes, _) = bytes_with(StreamFault::Text("hi".to_owned()), 4).await;
    assert_eq!(bytes, b"\x81\x02hi");
    let (bytes, _) = bytes_with(StreamFault::Oversized(70_000), 70_010).await;
    assert_eq!(bytes[..10], [0x81, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70]);
    let (bytes, event) = bytes_with(StreamFault::Fragments(200), EVENT + 13).await;
    assert_eq!(bytes[..4], [0x01, 126, 0, 200]);
    assert_eq!(&bytes[204..213], b"\x89\x07between");
    assert_eq!(bytes[213..217], [0x80, 126, 0, 176]);
    assert_eq!(&bytes[217..], &event[204..]);
    let (bytes, event) = bytes_with(StreamFault::Ping(Bytes::from_static(b"x")), EVENT + 3).await;
    assert_eq!(bytes, [b"\x89\x01x".as_slice(), &event].concat());
    let (bytes, _) = bytes_with(StreamFault::Raw(Bytes::from_static(b"\xff\x00")), 2).await;
    assert_eq!(bytes, b"\xff\x00");
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_says_nothing_and_stays() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    sim.stream_faults().on_heartbeat(StreamFault::Silence);
    let mut socket = open(&sim, &guest.jwt).await.unwrap();
    guest.chat.agent_joins("Ann");
    socket.send(Message::Ping(Bytes::new())).await.unwrap();
    let hour = Duration::from_secs(3600);
    assert!(tokio::time::timeout(hour, socket.next()).await.is_err());
    assert_eq!(sim.streams()[0].end, None);
}

#[tokio::test]
async fn a_lost_event_is_still_listed() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let ann = guest.chat.agent_joins("Ann");
    let mut socket = open(&sim, &guest.jwt).await.unwrap();
    next(&mut socket).await;
    sim.stream_faults().on_event(StreamFault::Lost);
    ann.says("one");
    ann.says("two");
    assert_eq!(next(&mut socket).await["eventBody"]["body"], "two");
    let listed = guest.get("messages").await.json();
    assert_eq!(listed["entities"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn the_guest_can_be_where_its_stream_is() {
    let sim = Simulator::builder()
        .guest_follows_stream()
        .start()
        .await
        .unwrap();
    let guest = Guest::arrives(&sim).await;
    drop(open(&sim, &guest.jwt).await.unwrap());
    ended(&sim, 1).await;
    assert_eq!(guest.say("hi").await.status, 400);
    let _socket = open(&sim, &guest.jwt).await.unwrap();
    assert_eq!(guest.say("hi").await.status, 200);
}

#[tokio::test]
async fn the_handshake_has_the_faults_of_any_request() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    sim.faults().on_stream(Fault::too_many_requests(7));
    assert_eq!(refusal(&sim, &guest.jwt).await.0, 429);
    sim.faults().on_stream(Fault::status(200));
    assert_eq!(refusal(&sim, &guest.jwt).await.0, 200);
    sim.faults().on_stream(Fault::wrong_accept());
    let error = open(&sim, &guest.jwt).await.unwrap_err();
    assert!(
        error.to_string().contains("Sec-WebSocket-Accept"),
        "{error}"
    );
    assert!(open(&sim, &guest.jwt).await.is_ok());
    assert_eq!(sim.faults().pending(), 0);
}
