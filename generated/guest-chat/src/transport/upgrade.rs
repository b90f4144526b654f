//! Connections that leave HTTP: what a service switches to when a request asks for another protocol.

use std::fmt;
use std::io;
use std::task::{Context, Poll};

use super::Body;
use crate::future::MaybeSend;

/// What came of a request to switch to another protocol.
#[non_exhaustive]
pub enum Upgrade {
    /// The service switched (status 101): what follows are the bytes of the other protocol.
    Switched(Box<dyn Connection>),
    /// The platform speaks WebSocket itself, as a browser does: what follows are messages. The
    /// status is 101, and there need be no headers.
    Messages(Box<dyn MessageSocket>),
    /// The service did not, and sent this instead.
    Refused(Body),
}

/// A connection in both directions. Dropping it closes it.
pub trait Connection: MaybeSend + Unpin + 'static {
    /// Reads into `buffer` and gives the number of bytes; zero means that no more will come.
    ///
    /// # Errors
    /// When the connection broke.
    fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>>;

    /// Takes some of `bytes` to be sent and gives their number, which is not zero.
    ///
    /// # Errors
    /// When the connection broke.
    fn poll_write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>>;

    /// Sends what was taken.
    ///
    /// # Errors
    /// When the connection broke.
    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>>;
}

/// A WebSocket whose frames are none of our business. Dropping it closes it.
pub trait MessageSocket: MaybeSend + Unpin + 'static {
    /// The next message. After the end, or an error, it is not polled again.
    ///
    /// # Errors
    /// When the connection broke.
    fn poll_message(&mut self, context: &mut Context<'_>) -> Poll<io::Result<SocketMessage>>;

    /// Hands a text to the platform, which sends it after those before.
    ///
    /// # Errors
    /// When it does not take it, because the connection is gone. A socket that does not implement this can only be
    /// listened to.
    fn send(&mut self, _text: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Says goodbye with this code, or without one where the platform does not let it through.
    /// [`poll_message`](Self::poll_message) then gives what is still on its way, and the end.
    fn close(&mut self, code: u16);
}

/// What comes from a [`MessageSocket`].
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SocketMessage {
    /// A text.
    Text(String),
    /// A binary message, whose content is of no use here.
    Binary,
    /// The end: the service closed in good order, with this code if it gave one.
    Closed(Option<u16>),
}

impl fmt::Debug for SocketMessage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => formatter.write_str("Text(..)"),
            Self::Binary => formatter.write_str("Binary"),
            Self::Closed(code) => formatter.debug_tuple("Closed").field(code).finish(),
        }
    }
}

impl fmt::Debug for Upgrade {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Switched(_) => "Switched(..)",
            Self::Messages(_) => "Messages(..)",
            Self::Refused(_) => "Refused(..)",
        })
    }
}
