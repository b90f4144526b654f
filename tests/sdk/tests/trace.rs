//! Nothing that the libraries below log, at the most talkative level, contains the token, an id or a body.
//!
//! A process of its own, because the collectors of logs are the process's.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use purecloud_guest_chat_client::events::{EventOptions, ReconnectPolicy};
use purecloud_guest_chat_client::{Client, Conversation, ConversationParts, Event, RetryConfig};
use sdk_tests::{Act, Capture, JWT, RawServer, all_texts, http_reply, message, seconds};
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

    listen_to_a_stream().await;

    let log = Capture::log();
    assert!(log.contains("connect"), "the libraries log nothing: {log}");
    // The spans of the client name the operation, the template and the outcome, and no one.
    for fact in [
        "url.template=/api/v2/webchat/guest/conversations/{conversationId}/members/{memberId}/messages",
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

/// A stream whose address, ids and texts are canaries, over a connection that breaks and is opened again. The service
/// is made of bytes, because the libraries of a real one would log too.
async fn listen_to_a_stream() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            tokio::spawn(serve(socket));
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
}

/// Opens a stream, says something on it and goes away.
async fn serve(mut socket: TcpStream) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(socket.read_u8().await.unwrap());
    }
    let request = String::from_utf8(request).unwrap();
    assert!(request.contains(JWT));
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
