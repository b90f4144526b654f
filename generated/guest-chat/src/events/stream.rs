//! The event stream as callers hold it.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::event::Event;
use super::machine::{Machine, Phase};
use crate::error::Error;
use crate::future::within;
use crate::models::MessageId;
use crate::websocket::close_code;

/// How long the service has to answer a goodbye.
const GOODBYE_WITHIN: Duration = Duration::from_secs(2);

/// What happens in a chat, as it happens.
///
/// Each message comes once and in its place, whatever happens to the connection, unless the stream says otherwise
/// ([`ConnectionEvent::CaughtUp`](super::ConnectionEvent::CaughtUp)). An error that concerns one message only
/// ([`ErrorKind::Decode`](crate::ErrorKind::Decode)) is followed by the next event; any other is the last item. The
/// stream ends without an error when the guest has left and when the chat is over.
///
/// The stream works while it is polled: see the [module](super). Dropping it closes the connection.
pub struct EventStream {
    machine: Machine,
}

/// Where a stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionState {
    /// Events come as they happen.
    Open,
    /// There is a connection, and what was said before is being asked for.
    CatchingUp,
    /// There is no connection; one is being opened, or will be after a pause.
    Connecting,
    /// The stream has ended.
    Closed,
}

impl EventStream {
    pub(super) fn new(machine: Machine) -> Self {
        Self { machine }
    }

    /// The next event; `None` after the last.
    ///
    /// Cancel-safe: a future that is dropped loses nothing, and the next one goes on where it was.
    pub async fn next(&mut self) -> Option<Result<Event, Error>> {
        poll_fn(|context| self.machine.poll_next(context)).await
    }

    /// Where the stream is. It changes only while the stream is polled.
    #[must_use]
    pub fn state(&self) -> ConnectionState {
        match self.machine.phase() {
            Phase::Live(_) => ConnectionState::Open,
            Phase::CatchingUp { .. } => ConnectionState::CatchingUp,
            Phase::Dialling(_) | Phase::Pausing(_) => ConnectionState::Connecting,
            Phase::Over => ConnectionState::Closed,
        }
    }

    /// The last message that was given, to go on from after a restart:
    /// [`Since::Message`](super::Since::Message).
    #[must_use]
    pub fn last_message_id(&self) -> Option<&MessageId> {
        self.machine.last_message()
    }

    /// Closes the connection in good order: says goodbye to the service and waits for its answer, but not longer than
    /// 2 s. Events that were not asked for yet are lost. The chat goes on, and the guest stays in it.
    pub async fn close(mut self) {
        let Some(mut socket) = self.machine.end() else {
            return;
        };
        socket.close(close_code::NORMAL);
        let answer = poll_fn(|context| socket.poll_closed(context));
        // A service that does not answer is left without.
        let _ = within(self.machine.timer(), GOODBYE_WITHIN, answer).await;
    }
}

impl Stream for EventStream {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.machine.poll_next(context)
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("EventStream")
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}
