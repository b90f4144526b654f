//! The state machine of a session: connect, configure, say and hear, and after a break again.
//!
//! ```text
//! Dialling ── opened ──> Live ── configured: what was put aside goes out
//!    ^  └ refused ┐        └── broken ──┐
//!    └─ Pausing <─┴─────────────────────┘          any ──> Over
//! ```
//!
//! It is advanced by polls only. Everything it waits for is in its state, so that a poll which is not repeated loses
//! nothing, and dropping it ends everything. `connecting` has the steps without a connection, `listening` those with
//! one, `configuring` who writes, `hearing` what frames mean, `catching_up` what is read from the history, `settling` what becomes of what was sent.

mod catching_up;
mod configuring;
mod connecting;
mod hearing;
mod listening;
mod settling;

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::Uri;

use self::listening::Line;
use self::settling::Pending;
use super::configure::address;
use super::deployment::Deployment;
use super::event::{ConnectionEvent, Event, Told};
use super::expiry::Expiry;
use super::given::Given;
use super::outbox::Outbox;
use super::pace::Pace;
use super::parts::SessionParts;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::future::{BoxFuture, Exclusive};
use crate::models::ReceivedMessage;
use crate::random::fraction;
use crate::timer::Timer;
use crate::websocket::{Alarm, Socket, Trouble};

/// Where the machine is.
enum Phase {
    /// A connection is being opened.
    Dialling(Exclusive<BoxFuture<'static, Result<Socket, Error>>>),
    /// The next attempt is at this time.
    Pausing(Duration),
    /// There is a connection.
    Live(Box<Line>),
    /// Nothing more will come.
    Over,
}

/// Where a step leads, and whether there is more to do at once.
type Next = (Phase, Poll<()>);

/// The state of a session.
pub(super) struct Machine {
    client: Client,
    deployment: Deployment,
    uri: Uri,
    parts: Arc<SessionParts>,
    outbox: Arc<Outbox>,
    phase: Phase,
    /// What is to be given before anything else is done.
    ready: VecDeque<Result<Event, Error>>,
    alarm: Alarm,
    pace: Pace,
    trouble: Option<Trouble>,
    /// Whether the session has been open.
    has_opened: bool,
    opened_at: Duration,
    /// What was handed to the connection and has had no answer, the oldest first.
    unsettled: VecDeque<Pending>,
    /// The messages for which no answer will come any more, and which are looked for in the history, the oldest first.
    lost: VecDeque<Pending>,
    /// What has come while the history was read, and which request it answers.
    held: VecDeque<(Option<String>, ReceivedMessage)>,
    /// What has been given to the caller.
    given: Given,
    /// Whether the session began with this stream, so that all of its history is news.
    is_new: bool,
    /// When the session will be over.
    expiry: Expiry,
    /// How often the token of the sign-in was refreshed since the service took one.
    refreshes: u32,
    /// When the other end was told of typing last.
    typed_at: Option<Duration>,
}

impl Machine {
    /// A machine that is about to connect for the first time.
    pub(super) fn new(
        client: Client,
        deployment: Deployment,
        parts: Arc<SessionParts>,
        outbox: Arc<Outbox>,
    ) -> Result<Self, Error> {
        let now = client.shared().timer.now();
        Ok(Self {
            uri: address(client.shared(), &deployment)?,
            client,
            deployment,
            parts,
            outbox,
            phase: Phase::Pausing(now),
            ready: VecDeque::new(),
            alarm: Alarm::default(),
            pace: Pace::default(),
            trouble: Some(Trouble::new(now)),
            has_opened: false,
            opened_at: now,
            unsettled: VecDeque::new(),
            lost: VecDeque::new(),
            held: VecDeque::new(),
            given: Given::default(),
            is_new: false,
            expiry: Expiry::default(),
            refreshes: 0,
            typed_at: None,
        })
    }

    /// The clock that it goes by.
    pub(super) fn timer(&self) -> &dyn Timer {
        &*self.client.shared().timer
    }

    #[cfg(feature = "test-util")]
    pub(super) fn shared_timer(&self) -> &Arc<dyn Timer> {
        &self.client.shared().timer
    }

    /// Ends everything; the connection, if there is one.
    pub(super) fn end(&mut self) -> Option<Socket> {
        self.outbox.end();
        match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Live(line) => Some(line.into_socket()),
            Phase::Dialling(_) | Phase::Pausing(_) | Phase::Over => None,
        }
    }

    /// Waits until the session is open for the first time.
    pub(super) fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        loop {
            match self.phase {
                Phase::Over => {
                    let error = self.ready.drain(..).find_map(Result::err);
                    return Poll::Ready(Err(error.unwrap_or_else(|| ended("has ended"))));
                }
                _ if self.has_opened => return Poll::Ready(Ok(())),
                _ => ready!(self.step(context)),
            }
        }
    }

    /// What comes next; `None` after the last.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Told> {
        /// How much is done before others get their turn.
        const STEPS: usize = 256;
        for _ in 0..STEPS {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(item));
            }
            if matches!(self.phase, Phase::Over) {
                return Poll::Ready(None);
            }
            ready!(self.step(context));
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    /// Does the next thing there is to do.
    fn step(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if let Err(error) = self.client.shared().check_runtime() {
            (self.phase, _) = self.fail(error);
            return Poll::Ready(());
        }
        let (phase, more) = match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Dialling(call) => self.dialling(call, context),
            Phase::Pausing(until) => self.pausing(until, context),
            Phase::Live(line) => self.live(line, context),
            Phase::Over => over(),
        };
        self.phase = phase;
        more
    }

    /// Gives an error, the last thing there is.
    fn fail(&mut self, error: Error) -> Next {
        self.give_held();
        self.give_up_all();
        self.end_outbox();
        self.ready.push_back(Err(error));
        over()
    }

    /// Takes nothing more from the handles, and says which messages were never handed to a connection.
    fn end_outbox(&mut self) {
        for id in self.outbox.end() {
            self.tell(Event::Unsent(id));
        }
    }

    fn tell(&mut self, event: Event) {
        self.ready.push_back(Ok(event));
    }

    fn tell_connection(&mut self, event: ConnectionEvent) {
        self.tell(Event::Connection(event));
    }

    fn now(&self) -> Duration {
        self.timer().now()
    }

    /// A random number from 0 to 1, for a pause.
    fn chance(&self) -> f64 {
        fraction(self.client.shared().random.next())
    }

    fn wait_until(&mut self, until: Duration, context: &mut Context<'_>) -> Poll<()> {
        let timer = &*self.client.shared().timer;
        self.alarm.poll(timer, until, context)
    }
}

fn over() -> Next {
    (Phase::Over, Poll::Ready(()))
}

fn ended(how: &str) -> Error {
    Error::new(ErrorKind::Stream, format!("the session {how}"))
}
