//! A WebSocket that the test speaks on: what it says comes to the client as messages, and what the client says is kept.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::transport::{MessageSocket, SocketMessage};

/// The service's side of a WebSocket, made with [`FakeService::socket`](super::FakeService::socket).
///
/// What is fed before the client connects is there when it does; what is fed later wakes it. Clones
/// feed the same connection.
#[derive(Clone, Default)]
pub struct FakeSocket(Arc<Mutex<Wire>>);

#[derive(Default)]
struct Wire {
    messages: VecDeque<Result<SocketMessage, io::ErrorKind>>,
    sent: Vec<String>,
    waker: Option<Waker>,
    state: SocketState,
}

/// How far a [`FakeSocket`] has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SocketState {
    /// No client has asked for it yet.
    #[default]
    Waiting,
    /// A client holds it.
    Open,
    /// The client said goodbye, with this code.
    Closed(u16),
    /// The client let go of it without a word.
    Dropped,
}

impl FakeSocket {
    /// Sends a text message.
    pub fn text(&self, text: impl Into<String>) -> &Self {
        self.feed(Ok(SocketMessage::Text(text.into())))
    }

    /// Sends a binary message.
    pub fn binary(&self) -> &Self {
        self.feed(Ok(SocketMessage::Binary))
    }

    /// Closes in good order with this code; no message comes after it.
    pub fn close(&self, code: u16) -> &Self {
        self.feed(Ok(SocketMessage::Closed(Some(code))))
    }

    /// Breaks the connection.
    pub fn break_off(&self) -> &Self {
        self.feed(Err(io::ErrorKind::ConnectionReset))
    }

    /// How far it has come.
    #[must_use]
    pub fn state(&self) -> SocketState {
        self.wire().state
    }

    /// The texts that the client has sent so far.
    #[must_use]
    pub fn sent(&self) -> Vec<String> {
        self.wire().sent.clone()
    }

    /// How many messages the client has not read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.wire().messages.len()
    }

    /// The client's side.
    pub(super) fn open(&self) -> Box<dyn MessageSocket> {
        self.wire().state = SocketState::Open;
        Box::new(Held(self.clone()))
    }

    fn feed(&self, message: Result<SocketMessage, io::ErrorKind>) -> &Self {
        let mut wire = self.wire();
        wire.messages.push_back(message);
        let waker = wire.waker.take();
        // Whoever is woken may look at once.
        drop(wire);
        if let Some(waker) = waker {
            waker.wake();
        }
        self
    }

    fn wire(&self) -> MutexGuard<'_, Wire> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for FakeSocket {
    /// Prints how far it has come, and nothing of the messages.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FakeSocket")
            .field("state", &self.state())
            .field("unread", &self.unread())
            .finish()
    }
}

/// What the client holds.
struct Held(FakeSocket);

impl MessageSocket for Held {
    fn poll_message(&mut self, context: &mut Context<'_>) -> Poll<io::Result<SocketMessage>> {
        let mut wire = self.0.wire();
        match wire.messages.pop_front() {
            Some(message) => Poll::Ready(message.map_err(io::Error::from)),
            // A goodbye is answered.
            None => match wire.state {
                SocketState::Closed(code) => Poll::Ready(Ok(SocketMessage::Closed(Some(code)))),
                _ => {
                    wire.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            },
        }
    }

    fn send(&mut self, text: &str) -> io::Result<()> {
        self.0.wire().sent.push(text.to_owned());
        Ok(())
    }

    fn close(&mut self, code: u16) {
        self.0.wire().state = SocketState::Closed(code);
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut wire = self.0.wire();
        if wire.state == SocketState::Open {
            wire.state = SocketState::Dropped;
        }
    }
}
