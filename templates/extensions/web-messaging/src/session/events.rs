//! The half of a session that does the work, as its reader has it.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::deployment::Deployment;
use super::event::Event;
use super::machine::Machine;
use super::outbox::Outbox;
use super::parts::SessionParts;
use crate::client::Client;
use crate::error::Error;
use crate::future::within;
use crate::websocket::close_code;

/// How long the service has to answer a goodbye.
const GOODBYE_WITHIN: Duration = Duration::from_secs(2);

/// What happens in a session: a stream, which also sends what the [`Session`](crate::Session) has put aside.
///
/// It works while it is polled, so keep asking; time in which nobody asks is not held against the connection. A poll that
/// is given up loses nothing. It ends after the session is over, or after an error that says that no connection can be
/// had; a frame that cannot be read is an error after which it goes on. Dropping it closes the connection.
pub struct SessionEvents {
    machine: Machine,
    /// What came while something else was waited for.
    held: VecDeque<Result<Event, Error>>,
}

impl SessionEvents {
    pub(super) async fn open(
        client: Client,
        deployment: Deployment,
        parts: Arc<SessionParts>,
        outbox: Arc<Outbox>,
    ) -> Result<Self, Error> {
        let machine = Machine::new(client, deployment, parts, outbox)?;
        let held = VecDeque::new();
        let mut events = Self { machine, held };
        poll_fn(|context| events.machine.poll_open(context)).await?;
        Ok(events)
    }

    /// The next event; `None` after the last.
    ///
    /// # Errors
    ///
    /// When a frame cannot be read, after which it goes on; or when there is no connection any more, after which it ends.
    pub async fn next(&mut self) -> Option<Result<Event, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Does the work of the session while something else is waited for, such as [`Session::upload`](crate::Session::upload),
    /// which needs an answer of the service. So a program needs no second task. What happens meanwhile is kept, and
    /// [`next`](Self::next) gives it afterwards.
    pub async fn drive_while<T>(&mut self, work: impl IntoFuture<Output = T>) -> T {
        let mut work = pin!(work.into_future());
        poll_fn(|context| {
            loop {
                if let Poll::Ready(output) = work.as_mut().poll(context) {
                    return Poll::Ready(output);
                }
                match self.machine.poll_next(context) {
                    Poll::Ready(Some(event)) => self.held.push_back(event),
                    // Whoever waits for an answer has been told that none will come.
                    Poll::Ready(None) => return work.as_mut().poll(context),
                    Poll::Pending => return Poll::Pending,
                }
            }
        })
        .await
    }

    #[cfg(feature = "test-util")]
    pub(super) fn timer(&self) -> &Arc<dyn crate::timer::Timer> {
        self.machine.shared_timer()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event, Error>>> {
        match self.held.pop_front() {
            Some(event) => Poll::Ready(Some(event)),
            None => self.machine.poll_next(context),
        }
    }

    /// Closes the connection in good order: says goodbye to the service and waits for its answer, but not longer than 2 s.
    /// What waits to be sent is lost. The conversation goes on, and can be [resumed](crate::Session::resume).
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

impl Stream for SessionEvents {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl fmt::Debug for SessionEvents {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SessionEvents")
            .finish_non_exhaustive()
    }
}

impl Drop for SessionEvents {
    /// What is put aside afterwards would wait for ever.
    fn drop(&mut self) {
        self.machine.end();
    }
}
