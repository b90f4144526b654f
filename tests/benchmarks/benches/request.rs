//! One call of the SDK beside the same call with reqwest and serde written by hand, over a real socket of this
//! machine. Both keep their connection open; the server does nothing but answer.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark may fail loudly")]

use std::time::Duration;

use divan::Bencher;
use purecloud_guest_chat_client::Client;
use purecloud_guest_chat_client::models::CreateWebChatMessageRequest;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};

fn main() {
    divan::main();
}

const REPLY: &str = r#"{"id":"6ed1a1a4","name":"","conversation":{"id":"c-1"},"sender":{"id":"m-1","displayName":"Ada","role":"CUSTOMER","state":"CONNECTED"},"body":"Hello","bodyType":"standard","timestamp":"2026-01-02T03:04:05.678Z","selfUri":"/api/v2/webchat/guest/conversations/c-1/messages/6ed1a1a4"}"#;

/// A runtime of one thread with the server in it, and the server's address. With client and server on one
/// thread nothing waits to be woken by another, which would be most of the time and all of the noise.
fn runtime_with_server() -> (Runtime, String) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    runtime.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    (runtime, address)
}

/// Answers every request with the same message.
async fn answer(mut stream: TcpStream) {
    stream.set_nodelay(true).unwrap();
    let reply = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ninin-correlation-id: 1\r\ncontent-length: {}\r\n\r\n{REPLY}",
        REPLY.len()
    );
    let mut buffer = vec![0; 8192];
    let mut filled = 0;
    while let Ok(read @ 1..) = stream.read(&mut buffer[filled..]).await {
        filled += read;
        if is_complete(&buffer[..filled]) {
            filled = 0;
            if stream.write_all(reply.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}

/// Whether a whole request with a body of the stated length is there.
fn is_complete(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    body.len() >= length.and_then(|length| length.trim().parse().ok()).unwrap_or(0)
}

#[divan::bench(sample_count = 200, sample_size = 20)]
fn sdk(bencher: Bencher<'_, '_>) {
    let (runtime, address) = runtime_with_server();
    let client = Client::builder()
        .base_url(address)
        .allow_insecure_loopback(true)
        .jwt("a.b.c")
        .build()
        .unwrap();
    let web_chat = client.web_chat();
    bencher.bench_local(|| {
        runtime.block_on(async {
            let message = CreateWebChatMessageRequest::new("Hello").body_type("standard");
            web_chat.send_message("c-1", "m-1", message).await.unwrap()
        })
    });
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    body: &'static str,
    body_type: &'static str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Message {
    id: Option<String>,
    name: Option<String>,
    conversation: Option<Conversation>,
    sender: Option<Member>,
    body: Option<String>,
    body_type: Option<String>,
    timestamp: Option<String>,
    self_uri: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Conversation {
    id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Member {
    id: Option<String>,
    display_name: Option<String>,
    role: Option<String>,
    state: Option<String>,
}

#[divan::bench(sample_count = 200, sample_size = 20)]
fn by_hand(bencher: Bencher<'_, '_>) {
    let (runtime, address) = runtime_with_server();
    // With the time limits that the SDK has by default: nobody should call without.
    let client = reqwest::Client::builder()
        .no_proxy()
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap();
    let url = format!("{address}/api/v2/webchat/guest/conversations/c-1/members/m-1/messages");
    bencher.bench_local(|| {
        runtime.block_on(async {
            let body =
                serde_json::to_vec(&Request { body: "Hello", body_type: "standard" }).unwrap();
            let response = client
                .post(&url)
                .header("authorization", "Bearer a.b.c")
                .header("accept", "application/json")
                .header("content-type", "application/json")
                .body(body)
                .send()
                .await
                .unwrap()
                .error_for_status()
                .unwrap();
            serde_json::from_slice::<Message>(&response.bytes().await.unwrap()).unwrap()
        })
    });
}
