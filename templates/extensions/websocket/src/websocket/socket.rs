//! A WebSocket as its reader has it: it is polled, and gives out what was said.
//!
//! It stands on frames of our own over a connection, or on messages where the platform speaks WebSocket
//! itself. Cancel-safe: all state is in the socket. It reads only when it is asked for a message, so a
//! slow reader slows the sender, as far as the platform does. Dropping it says goodbye.

use std::sync::Arc;
use std::task::{Context, Poll, ready};

use super::close_code;
use super::decoder::Limits;
use super::frames::Frames;
use crate::future::Exclusive;
use crate::transport::{Connection, MessageSocket, SocketMessage};

/// A message from the other end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Received {
    Text(Arc<str>),
    Binary,
}

/// How a socket ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The other end closed it, with this code.
    Closed(Option<u16>),
    /// The connection broke.
    Broken,
    /// The other end broke the rules.
    Violated,
}

/// A WebSocket that is open.
pub(crate) struct Socket {
    source: Source,
    /// A message that was read before anybody wanted it.
    held: Option<Received>,
}

/// Where messages come from.
enum Source {
    Frames(Box<Frames>),
    Messages(Messages),
}

/// The messages of a WebSocket that the platform speaks.
struct Messages {
    socket: Exclusive<Box<dyn MessageSocket>>,
    largest: usize,
    /// Whether anything came since the last time somebody asked.
    heard: bool,
}

impl Socket {
    pub(crate) fn new(connection: Box<dyn Connection>, limits: Limits) -> Self {
        let frames = Frames::new(connection, limits);
        Self {
            source: Source::Frames(Box::new(frames)),
            held: None,
        }
    }

    /// A socket that the platform speaks. A message may be so large, in bytes.
    pub(crate) fn of_messages(socket: Box<dyn MessageSocket>, largest: usize) -> Self {
        let messages = Messages {
            socket: Exclusive::new(socket),
            largest,
            heard: false,
        };
        Self {
            source: Source::Messages(messages),
            held: None,
        }
    }

    /// Sends a text. It goes out with the next polls.
    #[allow(dead_code, reason = "some services only listen to calls")]
    pub(crate) fn send(&mut self, text: &str) -> Result<(), End> {
        match &mut self.source {
            Source::Frames(frames) => {
                frames.send(text);
                Ok(())
            }
            Source::Messages(messages) => messages
                .socket
                .get_mut()
                .send(text)
                .map_err(|_| End::Broken),
        }
    }

    /// Waits until all that was to be sent is with the platform.
    #[allow(dead_code, reason = "some services only listen to calls")]
    pub(crate) fn poll_sent(&mut self, context: &mut Context<'_>) -> Poll<Result<(), End>> {
        match &mut self.source {
            Source::Frames(frames) => frames.poll_out(context).map_err(|_| End::Broken),
            Source::Messages(_) => Poll::Ready(Ok(())),
        }
    }

    /// Whether the other end can be asked for signs of life.
    pub(crate) fn has_pings(&self) -> bool {
        matches!(self.source, Source::Frames(_))
    }

    /// The next message. After an end there is none.
    pub(crate) fn poll_message(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Received, End>> {
        match self.held.take() {
            Some(message) => Poll::Ready(Ok(message)),
            None => self.poll_source(context),
        }
    }

    /// Answers the other end, and ends as the socket does; but a message that comes is held until somebody
    /// asks for it, and nothing more is read then.
    #[allow(dead_code, reason = "not every stream has a gap to fill first")]
    pub(crate) fn poll_holding(&mut self, context: &mut Context<'_>) -> Poll<End> {
        if self.held.is_some() {
            return match &mut self.source {
                Source::Frames(frames) => match frames.poll_out(context) {
                    Poll::Ready(Err(_)) => Poll::Ready(End::Broken),
                    _ => Poll::Pending,
                },
                Source::Messages(_) => Poll::Pending,
            };
        }
        match ready!(self.poll_source(context)) {
            Ok(message) => {
                self.held = Some(message);
                Poll::Pending
            }
            Err(end) => Poll::Ready(end),
        }
    }

    /// Whether a message is held, so that nothing is read.
    #[allow(dead_code, reason = "not every stream has a gap to fill first")]
    pub(crate) fn is_holding(&self) -> bool {
        self.held.is_some()
    }

    /// Whether anything came since the last time this was asked.
    pub(crate) fn take_heard(&mut self) -> bool {
        match &mut self.source {
            Source::Frames(frames) => frames.take_heard(),
            Source::Messages(messages) => std::mem::take(&mut messages.heard),
        }
    }

    /// Asks the other end for a sign of life, if [it can be asked](Self::has_pings). It goes out with the next
    /// poll.
    pub(crate) fn ping(&mut self) {
        if let Source::Frames(frames) = &mut self.source {
            frames.ping();
        }
    }

    /// Says goodbye. It goes out with the next poll.
    pub(crate) fn close(&mut self, code: u16) {
        match &mut self.source {
            Source::Frames(frames) => frames.close(code),
            Source::Messages(messages) => messages.socket.get_mut().close(code),
        }
    }

    /// Waits, after [`close`](Self::close), until the other end has gone too; messages on the way are
    /// dropped.
    pub(crate) fn poll_closed(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while ready!(self.poll_message(context)).is_ok() {}
        Poll::Ready(())
    }

    fn poll_source(&mut self, context: &mut Context<'_>) -> Poll<Result<Received, End>> {
        match &mut self.source {
            Source::Frames(frames) => frames.poll_message(context),
            Source::Messages(messages) => messages.poll_message(context),
        }
    }
}

impl Messages {
    fn poll_message(&mut self, context: &mut Context<'_>) -> Poll<Result<Received, End>> {
        let message = ready!(self.socket.get_mut().poll_message(context));
        self.heard = true;
        Poll::Ready(match message {
            Ok(SocketMessage::Text(text)) if text.len() > self.largest => {
                self.socket.get_mut().close(close_code::TOO_LARGE);
                Err(End::Violated)
            }
            Ok(SocketMessage::Text(text)) => Ok(Received::Text(text.into())),
            Ok(SocketMessage::Binary) => Ok(Received::Binary),
            Ok(SocketMessage::Closed(code)) => Err(End::Closed(code)),
            Err(_) => Err(End::Broken),
        })
    }
}
