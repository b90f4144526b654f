//! Streams over a WebSocket that the platform speaks, as a browser does: there are messages instead of bytes, no
//! handshake to check, and no pings to send.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use guest_chat_tests::JWT;
use http::{Request, Response};
use purecloud_guest_chat_client::events::{
    ConnectionEvent, EventOptions, Interruption, ReconnectPolicy,
};
use purecloud_guest_chat_client::transport::{
    Body, MessageSocket, SocketMessage, TransportError, TransportErrorKind, TransportOptions,
    Upgrade,
};
use purecloud_guest_chat_client::{
    BoxFuture, Client, Conversation, ConversationParts, Event, EventStream, Transport,
};
use tokio::time::Instant;

const HEARTBEAT: &str =
    r#"{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}"#;

/// A socket with a script, after which it is silent; `None` is a break.
struct Socket {
    script: VecDeque<Option<SocketMessage>>,
    closes: Arc<Mutex<Vec<u16>>>,
}

impl MessageSocket for Socket {
    fn poll_message(&mut self, _: &mut Context<'_>) -> Poll<io::Result<SocketMessage>> {
        match self.script.pop_front() {
            Some(Some(message)) => Poll::Ready(Ok(message)),
            Some(None) => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
            None => Poll::Pending,
        }
    }

    fn close(&mut self, code: u16) {
        self.closes.lock().unwrap().push(code);
    }
}

/// Opens a socket for each script, and answers every call with an empty list.
#[derive(Clone, Default)]
struct Platform {
    scripts: Arc<Mutex<VecDeque<VecDeque<Option<SocketMessage>>>>>,
    closes: Arc<Mutex<Vec<u16>>>,
}

impl Transport for Platform {
    fn send(
        &self,
        _: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async { Ok(Response::new(Body::from(Bytes::from_static(b"{}")))) })
    }

    fn upgrade(
        &self,
        _: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Upgrade>, TransportError>> {
        let script = self.scripts.lock().unwrap().pop_front();
        let closes = Arc::clone(&self.closes);
        Box::pin(async move {
            let script = script.ok_or_else(|| TransportError::new(TransportErrorKind::Connect))?;
            let socket = Box::new(Socket { script, closes });
            Ok(Response::builder().status(101).body(Upgrade::Messages(socket)).unwrap())
        })
    }
}

impl Platform {
    fn new<const N: usize>(scripts: [Vec<Option<SocketMessage>>; N]) -> Self {
        let scripts = scripts.into_iter().map(VecDeque::from).collect();
        Self { scripts: Arc::new(Mutex::new(scripts)), closes: Arc::default() }
    }

    async fn events(&self, options: EventOptions) -> EventStream {
        let client = Client::builder().base_url("https://api.example.com");
        let client = client.transport(self.clone()).build().unwrap();
        let stream = "wss://stream.example.com/chat/jwt/canary";
        let parts = ConversationParts::new("c", "m", JWT, stream);
        Conversation::from_parts(&client, parts).events().options(options).await.unwrap()
    }
}

fn said(text: &str) -> SocketMessage {
    SocketMessage::Text(text.to_owned())
}

/// The next event, in a short form.
async fn told(events: &mut EventStream) -> String {
    match events.next().await {
        Some(Ok(Event::Heartbeat(_))) => "heartbeat".to_owned(),
        Some(Ok(Event::Connection(ConnectionEvent::Interrupted { reason, .. }))) => {
            format!("{reason:?}")
        }
        Some(Ok(Event::Connection(ConnectionEvent::Reopened { .. }))) => "reopened".to_owned(),
        Some(Ok(Event::Connection(ConnectionEvent::CaughtUp { .. }))) => "caught up".to_owned(),
        Some(Err(error)) => format!("{:?}", error.kind()),
        other => format!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn messages_are_events_and_breaks_are_mended() {
    let platform = Platform::new([
        vec![Some(said(HEARTBEAT)), Some(SocketMessage::Binary), Some(said(HEARTBEAT)), None],
        vec![Some(said(HEARTBEAT)), Some(SocketMessage::Closed(Some(1001)))],
        vec![Some(said(HEARTBEAT))],
    ]);
    let mut events = platform.events(EventOptions::new()).await;
    let expected = [
        "heartbeat",
        "Decode",
        "heartbeat",
        "Lost",
        "reopened",
        "caught up",
        "heartbeat",
        "Closed(Some(1001))",
        "reopened",
        "caught up",
        "heartbeat",
    ];
    for expected in expected {
        assert_eq!(told(&mut events).await, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_has_a_limit() {
    let platform = Platform::new([vec![Some(said(HEARTBEAT)), Some(said(&"x".repeat(1_001)))]]);
    let options = EventOptions::new().largest_message(1_000);
    let mut events = platform.events(options.reconnect(ReconnectPolicy::never())).await;
    assert_eq!(told(&mut events).await, "heartbeat");
    assert_eq!(told(&mut events).await, "Stream");
    assert_eq!(*platform.closes.lock().unwrap(), [1009]);
    assert!(events.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn nobody_is_asked_for_signs_of_life() {
    let platform = Platform::new([vec![]]);
    let mut events = platform.events(EventOptions::new()).await;
    let began = Instant::now();
    // A socket that can send pings would miss the answer after 25 s.
    assert_eq!(told(&mut events).await, format!("{:?}", Interruption::Silent));
    let waited = began.elapsed();
    assert!((Duration::from_secs(45)..Duration::from_secs(46)).contains(&waited), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_goodbye_is_waited_for() {
    let platform =
        Platform::new([vec![Some(said(HEARTBEAT)), Some(SocketMessage::Closed(Some(1000)))]]);
    let events = platform.events(EventOptions::new()).await;
    let began = Instant::now();
    events.close().await;
    assert_eq!(*platform.closes.lock().unwrap(), [1000]);
    assert!(began.elapsed() < Duration::from_secs(1), "did not see the end");
}
