//! Connections made of a script: the bytes that come in are given, those that go out are kept. For what no server
//! sends, and for looking at what a client does between two bytes.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use purecloud_guest_chat_client::models::{ConversationId, MemberId};
use purecloud_guest_chat_client::transport::{
    Body, Connection, TransportError, TransportErrorKind, TransportOptions, Upgrade,
};
use purecloud_guest_chat_client::{BoxFuture, Client, Conversation, ConversationParts, Transport};
use tungstenite::handshake::derive_accept_key;

use crate::JWT;

/// What a connection reads next.
#[derive(Clone, Debug)]
pub enum Read {
    /// These bytes, at once.
    Bytes(Bytes),
    /// Nothing now; the reader is woken and may ask again.
    Later,
    /// The end.
    End,
    /// Nothing ever more.
    Never,
}

/// What became of a scripted connection.
#[derive(Debug, Default)]
pub struct Watched {
    /// What was written to it.
    pub written: Vec<u8>,
    /// Whether all of that was flushed.
    pub is_flushed: bool,
    /// How many bytes were read from it.
    pub read: usize,
    /// Whether it was dropped.
    pub is_closed: bool,
}

/// A connection that reads from a script.
#[derive(Debug)]
pub struct Line<I> {
    script: I,
    open: Option<Bytes>,
    watched: Arc<Mutex<Watched>>,
}

impl<I> Line<I> {
    /// A connection with this script, and what will be known of it. After the script it stays open and silent.
    pub fn new(script: I) -> (Self, Arc<Mutex<Watched>>) {
        let watched = Arc::default();
        (Self { script, open: None, watched: Arc::clone(&watched) }, watched)
    }
}

impl<I: Iterator<Item = Read> + Send + Unpin + 'static> Connection for Line<I> {
    fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        loop {
            if let Some(open) = self.open.as_mut().filter(|open| !open.is_empty()) {
                let part = open.split_to(open.len().min(buffer.len()));
                buffer[..part.len()].copy_from_slice(&part);
                self.watched.lock().unwrap().read += part.len();
                return Poll::Ready(Ok(part.len()));
            }
            match self.script.next() {
                Some(Read::Bytes(bytes)) => self.open = Some(bytes),
                Some(Read::Later) => {
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Some(Read::End) => return Poll::Ready(Ok(0)),
                Some(Read::Never) | None => return Poll::Pending,
            }
        }
    }

    fn poll_write(&mut self, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let mut watched = self.watched.lock().unwrap();
        watched.written.extend_from_slice(bytes);
        watched.is_flushed = false;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.watched.lock().unwrap().is_flushed = true;
        Poll::Ready(Ok(()))
    }
}

impl<I> Drop for Line<I> {
    fn drop(&mut self) {
        self.watched.lock().unwrap().is_closed = true;
    }
}

/// A transport that opens scripted connections, one after the other, and answers every request with an empty list.
#[derive(Clone, Default)]
pub struct LineTransport {
    lines: Arc<Mutex<VecDeque<Box<dyn Connection>>>>,
    dialled: Arc<Mutex<Vec<String>>>,
}

impl LineTransport {
    /// A transport that opens these connections, and none after them.
    pub fn new(lines: impl IntoIterator<Item = Box<dyn Connection>>) -> Self {
        let lines = Arc::new(Mutex::new(lines.into_iter().collect()));
        Self { lines, dialled: Arc::default() }
    }

    /// The addresses that were dialled.
    pub fn dialled(&self) -> Vec<String> {
        self.dialled.lock().unwrap().clone()
    }

    /// A chat over this transport, with its event stream at this address.
    pub fn chat_at(&self, base: &str, stream: &str) -> Conversation {
        let client = Client::builder().base_url(base).transport(self.clone());
        let client = client.allow_insecure_loopback(true).build().unwrap();
        let (id, member) = (ConversationId::from("c"), MemberId::from("m"));
        Conversation::from_parts(&client, ConversationParts::new(id, member, JWT, stream))
    }

    /// A chat over this transport.
    pub fn chat(&self) -> Conversation {
        self.chat_at("https://api.example.com", "wss://stream.example.com/chat/jwt/canary")
    }
}

impl Transport for LineTransport {
    fn send(
        &self,
        _: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async { Ok(Response::new(Body::from(Bytes::from_static(b"{}")))) })
    }

    fn upgrade(
        &self,
        request: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Upgrade>, TransportError>> {
        self.dialled.lock().unwrap().push(request.uri().to_string());
        let line = self.lines.lock().unwrap().pop_front();
        Box::pin(async move {
            let line = line.ok_or_else(|| TransportError::new(TransportErrorKind::Connect))?;
            let key = request.headers().get("sec-websocket-key").unwrap();
            let response = Response::builder()
                .status(101)
                .header("connection", "upgrade")
                .header("upgrade", "WebSocket")
                .header("sec-websocket-accept", derive_accept_key(key.as_bytes()));
            Ok(response.body(Upgrade::Switched(line)).unwrap())
        })
    }
}
