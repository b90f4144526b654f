//! The state machine of an event stream: connect, catch up, listen, and after a break again.
//!
//! ```text
//! Dialling ── opened ──> CatchingUp ──> Live        (without a gap at once to Live)
//!    ^  └ refused ┐           └── broken ──┘
//!    └─ Pausing <─┴───────────────┘          any ──> Over
//! ```
//!
//! It is advanced by polls only. Everything it waits for is in its state, so that a poll which is not repeated loses
//! nothing, and dropping it ends everything. `connecting` has the steps without a connection, `listening` those with
//! one.

mod connecting;
mod listening;

use std::collections::VecDeque;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::Uri;

use self::listening::Line;
use super::event::Event;
use super::fill::Fill;
use super::given::Given;
use super::kinds::ConnectionEvent;
use super::options::EventOptions;
use super::reading::Told;
use crate::conversation::Conversation;
use crate::error::{Error, ErrorKind};
use crate::future::{BoxFuture, Exclusive};
use crate::models::MessageId;
use crate::random::fraction;
use crate::timer::Timer;
use crate::websocket::{Alarm, Socket, Trouble};

/// Where the machine is.
pub(super) enum Phase {
    /// A connection is being opened.
    Dialling(Exclusive<BoxFuture<'static, Result<Socket, Error>>>),
    /// The next attempt is at this time.
    Pausing(Duration),
    /// There is a connection, and the API is asked for what happened before.
    CatchingUp {
        line: Box<Line>,
        fill: Fill,
        /// When the API is asked again after it failed.
        again_at: Option<Duration>,
    },
    /// What comes is what happens.
    Live(Box<Line>),
    /// Nothing more will come.
    Over,
}

/// What a first connection has to catch up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FirstGap {
    /// Nothing: the stream begins with it.
    None,
    /// All that was said since the stream's start.
    SinceStart,
    /// What the attempts before it may have missed: the service may have opened a stream, and told there what happens,
    /// although its answer was lost.
    LostAttempts {
        /// Whether there was such an attempt.
        any: bool,
    },
}

/// Where a step leads, and whether there is more to do at once.
type Next = (Phase, Poll<()>);

/// The state of an event stream.
pub(super) struct Machine {
    chat: Conversation,
    uri: Uri,
    options: EventOptions,
    phase: Phase,
    given: Given,
    /// What is to be given before anything else is done: a page of messages at most.
    ready: VecDeque<Result<Event, Error>>,
    alarm: Alarm,
    trouble: Option<Trouble>,
    /// Whether there has been a connection.
    has_opened: bool,
    /// What the first connection has to catch up with.
    first_gap: FirstGap,
    opened_at: Duration,
    /// When a stream ends that the guest has left.
    farewell: Option<Duration>,
}

impl Machine {
    /// A machine that is about to connect for the first time. For a gap before that it asks for what was said after
    /// `start`.
    pub(super) fn new(
        chat: Conversation,
        uri: Uri,
        options: EventOptions,
        start: Option<MessageId>,
        first_gap: FirstGap,
    ) -> Self {
        let now = chat.timer().now();
        Self {
            given: Given::new(chat.id(), chat.member_id(), start),
            chat,
            uri,
            options,
            phase: Phase::Pausing(now),
            ready: VecDeque::new(),
            alarm: Alarm::default(),
            trouble: Some(Trouble::new(now)),
            has_opened: false,
            first_gap,
            opened_at: now,
            farewell: None,
        }
    }

    /// What has been given.
    pub(super) fn given(&mut self) -> &mut Given {
        &mut self.given
    }

    /// The last message that was given.
    pub(super) fn last_message(&self) -> Option<&MessageId> {
        self.given.last_message()
    }

    /// The clock that it goes by.
    pub(super) fn timer(&self) -> &dyn Timer {
        self.chat.timer()
    }

    /// Where the machine is.
    pub(super) fn phase(&self) -> &Phase {
        &self.phase
    }

    /// Ends everything; the connection, if there is one.
    pub(super) fn end(&mut self) -> Option<Socket> {
        match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::CatchingUp { line, .. } | Phase::Live(line) => Some(line.into_socket()),
            Phase::Dialling(_) | Phase::Pausing(_) | Phase::Over => None,
        }
    }

    /// Waits until there is a connection for the first time.
    pub(super) fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        loop {
            match self.phase {
                Phase::Live(_) | Phase::CatchingUp { .. } => return Poll::Ready(Ok(())),
                Phase::Over => {
                    let error = self.ready.pop_front().and_then(Result::err);
                    return Poll::Ready(Err(error.unwrap_or_else(|| ended("has ended"))));
                }
                Phase::Dialling(_) | Phase::Pausing(_) => ready!(self.step(context)),
            }
        }
    }

    /// What comes next; `None` after the last.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Told> {
        let mut told = None;
        match self.advance(context, &mut told) {
            Poll::Ready(()) => Poll::Ready(told),
            Poll::Pending => Poll::Pending,
        }
    }

    /// Goes on until there is something to tell, or nothing more will come.
    fn advance(&mut self, context: &mut Context<'_>, told: &mut Told) -> Poll<()> {
        /// How much is done before others get their turn.
        const STEPS: usize = 256;
        for _ in 0..STEPS {
            if let Some(item) = self.ready.pop_front() {
                *told = Some(item);
                return Poll::Ready(());
            }
            match self.phase {
                Phase::Over => return Poll::Ready(()),
                Phase::Live(_) => ready!(self.listening(context, told)),
                _ => ready!(self.step(context)),
            }
            if told.is_some() {
                return Poll::Ready(());
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    /// Does the next thing there is to do, unless that is to listen.
    fn step(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if !self.can_wait() {
            return Poll::Ready(());
        }
        let (phase, more) = match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Dialling(call) => self.dialling(call, context),
            Phase::Pausing(until) => self.pausing(until, context),
            Phase::CatchingUp {
                line,
                fill,
                again_at,
            } => self.catching_up(line, fill, again_at, context),
            phase @ (Phase::Live(_) | Phase::Over) => (phase, Poll::Ready(())),
        };
        self.phase = phase;
        more
    }

    /// Ends everything with an error if there is nothing to wait with: a timer of tokio outside its runtime.
    fn can_wait(&mut self) -> bool {
        let check = self.chat.client().shared().check_runtime();
        if let Err(error) = check {
            (self.phase, _) = self.fail(error);
            return false;
        }
        true
    }

    /// Gives an error, the last thing there is.
    fn fail(&mut self, error: Error) -> Next {
        self.ready.push_back(Err(error));
        over()
    }

    fn tell(&mut self, event: ConnectionEvent) {
        self.ready.push_back(Ok(Event::Connection(event)));
    }

    fn now(&self) -> Duration {
        self.chat.timer().now()
    }

    /// A random number from 0 to 1, for a pause.
    fn chance(&self) -> f64 {
        fraction(self.chat.client().shared().random.next())
    }

    fn wait_until(&mut self, until: Duration, context: &mut Context<'_>) -> Poll<()> {
        self.alarm.poll(self.chat.timer(), until, context)
    }
}

fn over() -> Next {
    (Phase::Over, Poll::Ready(()))
}

fn ended(how: &str) -> Error {
    Error::new(ErrorKind::Stream, format!("the event stream {how}"))
}
