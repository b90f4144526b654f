//! What comes piece by piece is had piece by piece, and nothing of it is held for longer.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Request, Response};
use streams::transport::{Body, Transport, TransportError, TransportErrorKind, TransportOptions};
use streams::{BoxFuture, Client, ErrorKind, RetryConfig, ServerEvents, Timer};

/// A piece of a reply.
#[derive(Clone)]
enum Piece {
    Text(&'static str),
    Break,
    /// Nothing more comes, and the connection stays open.
    Silence,
}
use Piece::{Break, Silence, Text};

/// A service that gives each request the next of its replies, and the clock of its clients.
#[derive(Clone, Default)]
struct Service(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    replies: VecDeque<(u16, &'static str, Vec<Piece>)>,
    requests: Vec<HeaderMap>,
    pauses: Vec<Duration>,
    given: usize,
    dropped: usize,
}

impl Service {
    fn client(&self) -> Client {
        let builder = Client::builder().base_url("https://example.com").retry(RetryConfig::disabled());
        builder.transport(self.clone()).timer(self.clone()).build().expect("a client")
    }

    fn reply(&self, media_type: &'static str, pieces: &[Piece]) {
        self.0.lock().expect("ok").replies.push_back((200, media_type, pieces.to_vec()));
    }

    fn header(&self, request: usize, name: &str) -> Option<String> {
        let state = self.0.lock().expect("ok");
        Some(state.requests.get(request)?.get(name)?.to_str().expect("text").to_owned())
    }
}

impl Transport for Service {
    fn send(
        &self,
        request: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let mut state = self.0.lock().expect("ok");
        state.requests.push(request.headers().clone());
        let (status, media_type, pieces) = state.replies.pop_front().unwrap_or((404, "", Vec::new()));
        let body = Pieces { service: self.clone(), left: pieces.into() };
        let response = Response::builder().status(status).header("content-type", media_type);
        let response = response.body(Body::from_stream(body)).expect("a response");
        Box::pin(async { Ok(response) })
    }
}

struct Pieces {
    service: Service,
    left: VecDeque<Piece>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.service.0.lock().expect("ok").given += 1;
        match self.left.pop_front() {
            None => Poll::Ready(None),
            Some(Text(text)) => Poll::Ready(Some(Ok(text.into()))),
            Some(Break) => Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Io)))),
            Some(Silence) => {
                self.left.push_front(Silence);
                Poll::Pending
            }
        }
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        self.service.0.lock().expect("ok").dropped += 1;
    }
}

impl Timer for Service {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    /// A sleep ends when it is looked at; most are dropped before.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let service = self.clone();
        Box::pin(async move { service.0.lock().expect("ok").pauses.push(duration) })
    }
}

async fn texts(events: &mut ServerEvents, count: usize) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    while found.len() < count {
        let Some(event) = events.next().await else { break };
        let event = event.expect("an event");
        found.push((event.id, event.event, event.data));
    }
    found
}

fn event(id: &str, event: &str, data: &str) -> (String, String, String) {
    (id.to_owned(), event.to_owned(), data.to_owned())
}

const EVENTS: &str = "text/event-stream; charset=utf-8";

#[tokio::test]
async fn events_come_as_the_standard_says() {
    let service = Service::default();
    let pieces = [
        Text("\u{feff}data: a\r"),
        Text("\ndata:b\r\n\r\n:comment\nevent: x\ndata\n\nid: 7\ndata:  {\"number\":3}\r\rid\n"),
        Text("data: c\nother: d\n\nevent: y\n\ndata: without an end"),
    ];
    service.reply(EVENTS, &pieces);
    let mut events = service.client().feed().ticks().into_events().without_resuming();
    let expected = [
        event("", "", "a\nb"),
        event("", "x", ""),
        event("7", "", " {\"number\":3}"),
        event("", "", "c"),
    ];
    assert_eq!(texts(&mut events, 9).await, expected);
    assert!(events.next().await.is_none());
    assert_eq!(service.header(0, "accept").as_deref(), Some("text/event-stream"));
}

#[tokio::test]
async fn a_stream_goes_on_after_the_last_event() {
    let service = Service::default();
    service.reply(EVENTS, &[Text("retry: 250\nid: 1\ndata: a\n\ndata: cut"), Break]);
    service.reply(EVENTS, &[Text("id: 2\ndata: b\n\n")]);
    service.reply(EVENTS, &[Text("data: c\n\n"), Silence]);
    let mut events = service.client().feed().ticks().into_events();
    let expected = [event("1", "", "a"), event("2", "", "b"), event("2", "", "c")];
    assert_eq!(texts(&mut events, 3).await, expected);
    assert_eq!(service.header(0, "last-event-id"), None);
    assert_eq!(service.header(1, "last-event-id").as_deref(), Some("1"));
    assert_eq!(service.header(2, "last-event-id").as_deref(), Some("2"));
    let pauses = service.0.lock().expect("ok").pauses.clone();
    assert_eq!(pauses, [Duration::from_millis(250); 2]);
    drop(events);
    assert_eq!(service.0.lock().expect("ok").dropped, 3);
}

#[tokio::test]
async fn what_does_something_is_never_repeated() {
    let service = Service::default();
    service.reply(EVENTS, &[Text("id: 1\ndata: Hel\n\ndata: lo\n\ndata: [DONE]\n\n")]);
    let body = streams::models::AnswerBody::new().stream(true);
    let mut events = service.client().feed().answer(body).into_events();
    assert_eq!(texts(&mut events, 9).await.len(), 3);
    assert_eq!(service.0.lock().expect("ok").requests.len(), 1);
    service.reply("application/json", &[Text(r#"{"text":"Hello"}"#)]);
    let body = streams::models::AnswerBody::new();
    let whole = service.client().feed().answer(body).await.expect("an answer");
    assert_eq!(whole.text.as_deref(), Some("Hello"));
    assert_eq!(service.header(1, "accept").as_deref(), Some("application/json"));
}

#[tokio::test]
async fn a_reply_that_is_no_stream_is_an_error() {
    let service = Service::default();
    service.reply("text/html", &[Text("<p>")]);
    let mut events = service.client().feed().ticks().into_events();
    let error = events.next().await.expect("an error").expect_err("no stream");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(events.next().await.is_none());
    let mut events = service.client().feed().ticks().into_events();
    let error = events.next().await.expect("an error").expect_err("not found");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
}

#[tokio::test]
async fn lines_are_values() {
    let service = Service::default();
    service.reply("application/x-ndjson", &[
        Text("{\"number\":1}\r\n\n{\"num"),
        Text("ber\":2}\nodd\n"),
        Text("{\"number\":3}"),
    ]);
    let mut rows = service.client().feed().rows().into_lines();
    let mut numbers = Vec::new();
    while let Some(row) = rows.next().await {
        numbers.push(row.map(|row| row.number).map_err(|error| error.to_string()));
    }
    assert_eq!(numbers.len(), 4);
    assert_eq!((&numbers[0], &numbers[1], &numbers[3]), (&Ok(Some(1)), &Ok(Some(2)), &Ok(Some(3))));
    assert!(numbers[2].as_ref().expect_err("odd").contains("value 3"));
    service.reply("application/json-seq", &[Text("\u{1e}1\n\u{1e}2"), Text("0\n")]);
    let mut records = service.client().feed().records().into_lines();
    assert_eq!(records.next().await.expect("one").expect("ok"), 1);
    assert_eq!(records.next().await.expect("one").expect("ok"), 20);
    assert!(records.next().await.is_none());
    assert_eq!(service.header(1, "accept").as_deref(), Some("application/json-seq"));
}

#[tokio::test]
async fn a_file_comes_chunk_by_chunk() {
    let service = Service::default();
    service.reply("video/mp4", &[Text("abc"), Text(""), Text("de"), Text("f")]);
    let mut film = service.client().feed().film().send_streaming().await.expect("a film");
    assert_eq!(service.0.lock().expect("ok").given, 0);
    assert_eq!(film.next().await.expect("a chunk").expect("ok"), "abc");
    assert_eq!((film.received_bytes(), service.0.lock().expect("ok").given), (3, 1));
    assert_eq!(film.next().await.expect("a chunk").expect("ok"), "de");
    drop(film);
    assert_eq!(service.0.lock().expect("ok").dropped, 1);
}

#[tokio::test]
async fn a_file_may_be_too_large_break_or_stand_still() {
    let service = Service::default();
    let film = || service.client().feed().film().send_streaming();
    service.reply("video/mp4", &[Text("abc"), Text("de")]);
    let mut long = film().await.expect("a film").max_bytes(4);
    assert!(long.next().await.expect("a chunk").is_ok());
    let error = long.next().await.expect("an error").expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(long.next().await.is_none());
    service.reply("video/mp4", &[Text("abc"), Break]);
    let mut broken = film().await.expect("a film");
    assert!(broken.next().await.expect("a chunk").is_ok());
    let error = broken.next().await.expect("an error").expect_err("broken");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Io, Some("film")));
    service.reply("video/mp4", &[Text("abc"), Silence]);
    let mut silent = film().await.expect("a film").max_pause(Duration::from_secs(9));
    assert!(silent.next().await.expect("a chunk").is_ok());
    let error = silent.next().await.expect("an error").expect_err("silent");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(service.0.lock().expect("ok").pauses.contains(&Duration::from_secs(9)));
}
