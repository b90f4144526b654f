//! Nothing that the libraries below log, at the most talkative level, contains the token, an id or a body.
//!
//! A process of its own, because the collectors of logs are the process's.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use guest_chat_tests::{Act, Capture, JWT, RawServer, all_texts, http_reply, message, seconds};
use purecloud_guest_chat_client::events::{EventOptions, ReconnectPolicy};
use purecloud_guest_chat_client::{Client, Conversation, ConversationParts, Event, RetryConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tungstenite::handshake::derive_accept_key;

#[tokio::test]
async fn rule_s01_s14_s18_logs_are_discreet() {
    Capture::start();

    let busy = http_reply("503 Busy", &[("retry-after", "0")], b"canary");
    let body = br#"{"id":"canary","jwt":"canary","bodyType":"canary-type"}"#;
    let fine = http_reply("200 OK", &[("x-token", "canary")], body);
    let server = RawServer::start(vec![
        Act::Write(busy),
        Act::Write(fine),
        Act::WriteReset(b"HTTP/1.1 canary".to_vec()),
    ])
    .await;
    let client = server.builder().retry(RetryConfig::genesys(seconds(5))).build().unwrap();
    let chat = client.web_chat();
    chat.send_message("canary-conversation", "canary-member", message("canary")).await.unwrap();
    chat.get_message("canary-conversation", "canary-message").await.unwrap_err();
    assert_eq!(server.requests().len(), 3);

    let connections = listen_to_a_stream().await;

    let log = Capture::log();
    connections_are_told(&log, &connections);
    assert!(log.contains("connect"), "the libraries log nothing: {log}");
    // The spans of the client name the operation, the template and the outcome, and no one.
    for fact in [
        "url.template=\"/api/v2/webchat/guest/conversations/{conversationId}/members/{memberId}/messages\"",
        "otel.name=\"postWebchatGuestConversationMemberMessages\"",
        "http.request.method=\"POST\"",
        "http.request.resend_count=1",
        "http.response.status_code=503",
        "http.response.status_code=200",
        "error.type=Io",
        "field.type=\"MessageBodyType\"",
    ] {
        assert!(log.contains(fact), "{fact} is missing: {log}");
    }
    for leak in ["canary", JWT] {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(leak)).collect();
        assert!(lines.is_empty(), "{leak} is logged: {lines:?}");
    }
}

/// There is a span for each attempt to open a connection of an event stream, which says where and with what outcome.
fn connections_are_told(log: &str, connections: &Connections) {
    let spans: Vec<&str> =
        log.split("span of ").filter(|span| span.contains(r#"otel.name="eventStream""#)).collect();
    assert_eq!(spans.len(), connections.attempts, "{log}");
    for span in &spans {
        for fact in [
            r#"otel.kind="client""#,
            r#"network.protocol.name="websocket""#,
            r#"http.request.method="GET""#,
            r#"server.address="127.0.0.1""#,
            &format!("server.port={}\n", connections.port),
        ] {
            assert!(span.contains(fact), "{fact} is missing: {span}");
        }
    }
    // The first two fail, one without an answer and one with a bad one; their fields are counted from 0.
    for (number, span) in spans.iter().take(3).enumerate() {
        assert!(span.contains(&format!("http.request.resend_count={number}\n")), "{span}");
    }
    assert!(spans[0].contains("error.type=Io\n"), "{}", spans[0]);
    assert!(spans[1].contains("http.response.status_code=500\n"), "{}", spans[1]);
    assert!(spans[1].contains("error.type=Api\n"), "{}", spans[1]);
    let opened =
        spans.iter().filter(|span| span.contains("http.response.status_code=101\n")).count();
    assert_eq!(opened, connections.attempts - 2);
}

/// What a stream did.
struct Connections {
    port: u16,
    /// How often it tried to connect.
    attempts: usize,
}

/// A stream whose address, ids and texts are canaries, over a connection that breaks and is opened again, after two
/// attempts that failed. The service is made of bytes, because the libraries of a real one would log too.
async fn listen_to_a_stream() -> Connections {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let attempts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&attempts);
    tokio::spawn(async move {
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            let number = counted.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(serve(socket, number));
        }
    });
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .allow_insecure_loopback(true)
        .build()
        .unwrap();
    let stream = format!("ws://{address}/chat/jwt/{JWT}");
    let parts = ConversationParts::new("canary-conversation", "canary-member", JWT, stream);
    let chat = Conversation::from_parts(&client, parts);
    let hasty = ReconnectPolicy::new().first_pause(Duration::from_millis(1));
    let options = EventOptions::new().reconnect(hasty).backfill(false);
    let mut events = chat.events().options(options).await.unwrap();
    let (mut texts, mut breaks) = (0, 0);
    while texts < 3 {
        match events.next().await.unwrap() {
            Ok(Event::Message(message)) => {
                assert_eq!(message.text(), Some("canary"));
                texts += 1;
            }
            Ok(Event::Connection(_)) => breaks += 1,
            // A frame that makes no sense.
            Err(error) => assert!(!all_texts(&error).contains("canary")),
            item => panic!("{item:?}"),
        }
    }
    assert!(breaks >= 4);
    events.close().await;
    Connections { port: address.port(), attempts: attempts.load(Ordering::Relaxed) }
}

/// Opens a stream, says something on it and goes away. The first two guests that come are sent away.
async fn serve(mut socket: TcpStream, number: usize) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(socket.read_u8().await.unwrap());
    }
    let request = String::from_utf8(request).unwrap();
    assert!(request.contains(JWT));
    match number {
        0 => return,
        1 => {
            let refusal = http_reply("500 canary", &[("x-token", "canary")], b"canary");
            return socket.write_all(&refusal).await.unwrap();
        }
        _ => {}
    }
    let key = request.lines().find_map(|line| line.strip_prefix("sec-websocket-key: ")).unwrap();
    let accept = derive_accept_key(key.as_bytes());
    let head =
        "HTTP/1.1 101 Canary\r\nconnection: upgrade\r\nupgrade: websocket\r\nx-token: canary\r\n";
    let text =
        br#"{"metadata":{"type":"message"},"eventBody":{"body":"canary","bodyType":"standard"}}"#;
    let frame = [&[0x81, u8::try_from(text.len()).unwrap()], text.as_slice()].concat();
    let reply = format!("{head}sec-websocket-accept: {accept}\r\n\r\n");
    socket.write_all(reply.as_bytes()).await.unwrap();
    socket.write_all(&frame).await.unwrap();
    socket.write_all(b"\x81\x06canary\x88\x08\x03\xe9canary").await.unwrap();
}
