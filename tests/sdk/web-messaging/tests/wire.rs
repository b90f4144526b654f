//! A session over a real socket: what it writes is read by another implementation of WebSocket, and the other way round.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use purecloud_web_messaging_client::models::{ButtonResponseType, ContentButtonResponse};
use purecloud_web_messaging_client::session::{Event, SessionEvents};
use purecloud_web_messaging_client::{Client, Deployment, Session};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket, accept};

/// The lengths of texts where the header of a frame changes, and those around them.
const LENGTHS: [usize; 6] = [0, 1, 60, 125, 2000, 4096];

/// A service that echoes every message.
fn serve(listener: &TcpListener) {
    let (stream, _) = listener.accept().unwrap();
    let mut socket = accept(stream).unwrap();
    while let Ok(message) = socket.read() {
        let Message::Text(text) = message else { continue };
        let request: Value = serde_json::from_str(&text).unwrap();
        match request.get("action").and_then(Value::as_str) {
            Some("configureSession") => {
                let body = json!({"connected": true, "newSession": true});
                answer(&mut socket, "SessionResponse", &request, &body);
            }
            Some("onMessage") => {
                let mut body = request.get("message").cloned().unwrap();
                body.as_object_mut().unwrap().insert("direction".to_owned(), "Inbound".into());
                // Whoever listens answers this.
                socket.send(Message::Ping(b"alive?".as_slice().into())).unwrap();
                answer(&mut socket, "StructuredMessage", &request, &body);
            }
            other => panic!("{other:?}"),
        }
    }
}

fn answer(socket: &mut WebSocket<TcpStream>, class: &str, request: &Value, body: &Value) {
    let frame = json!({
        "type": "response", "class": class, "code": 200, "tracingId": request.get("tracingId"), "body": body
    });
    socket.send(Message::text(frame.to_string())).unwrap();
}

/// The text of the next echo.
async fn echo(events: &mut SessionEvents) -> (Option<String>, String) {
    loop {
        let event = tokio::time::timeout(Duration::from_secs(20), events.next()).await.unwrap();
        if let Event::Echo(echo) = event.unwrap().unwrap() {
            return (echo.tracing_id, echo.message.text.unwrap_or_default());
        }
    }
}

#[tokio::test]
async fn texts_of_every_length_arrive_as_they_were_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || serve(&listener));
    let client = Client::builder().base_url(address).allow_insecure_loopback(true).build().unwrap();
    let (session, mut events) = Session::open(&client, Deployment::new("d")).await.unwrap();
    for length in LENGTHS {
        let text: String = "aä€😀"
            .chars()
            .cycle()
            .scan(0, |bytes, character| {
                *bytes += character.len_utf8();
                (*bytes <= length).then_some(character)
            })
            .collect();
        let id = session.send(text.clone()).unwrap();
        assert_eq!(echo(&mut events).await, (Some(id), text), "{length} bytes");
    }
    // Beyond what two bytes can count.
    let payload = "x".repeat(70_000);
    let chosen = ContentButtonResponse::new(payload.clone(), "", ButtonResponseType::Button);
    session.answer([chosen]).unwrap();
    let echoed = loop {
        if let Event::Echo(echo) = events.next().await.unwrap().unwrap() {
            break echo.message.content.unwrap().remove(0).button_response.unwrap();
        }
    };
    assert_eq!(echoed.payload, Some(payload));
    events.close().await;
    server.join().unwrap();
}
