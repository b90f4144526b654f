//! The steps with a connection: what was missed, what comes, and what it means when nothing does.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use super::{Machine, Next, Phase};
use crate::error::{Error, ErrorKind};
use crate::events::event::Event;
use crate::events::fill::{Fill, Filled};
use crate::events::kinds::{ConnectionEvent, Interruption};
use crate::events::reading::{Told, is_closing, read};
use crate::timer::Timer;
use crate::websocket::{End, Liveness, Pulse, Received, Socket, Verdict, close_code, verdict};

/// How long the service has to close the connection after the guest has left.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long it is tried to fill a gap before the stream goes on without.
const FILL_WITHIN: Duration = Duration::from_secs(60);
/// How far the pauses between these attempts have grown, as the attempts to connect would count.
const FILL_LEVEL: u32 = 2;

/// A connection that is open. Phases are replaced all the time, so they hold it in a box.
pub(in crate::events) struct Line {
    socket: Socket,
    liveness: Liveness,
}

impl Machine {
    /// Where a new connection leads.
    pub(super) fn connected(&self, socket: Socket, has_gap: bool) -> Phase {
        let (ping_every, idle) = (self.options.ping_every, self.options.idle_timeout);
        let liveness = Liveness::new(ping_every, idle, socket.has_pings(), self.now());
        let line = Box::new(Line { socket, liveness });
        if !has_gap {
            return Phase::Live(line);
        }
        Phase::CatchingUp {
            line,
            fill: Fill::new(self.chat.clone(), self.given.anchor()),
            again_at: None,
        }
    }

    pub(super) fn catching_up(
        &mut self,
        mut line: Box<Line>,
        mut fill: Fill,
        again_at: Option<Duration>,
        context: &mut Context<'_>,
    ) -> Next {
        let now = self.now();
        line.liveness.polled(now);
        if let Poll::Ready(end) = line.socket.poll_holding(context) {
            return self.interrupted(Interruption::of(end));
        }
        let pulse = line.pulse(now);
        if pulse == Pulse::Gone {
            return self.interrupted(Interruption::Silent);
        }
        let again_at = again_at.filter(|at| now < *at);
        let filled = match again_at {
            Some(_) => Poll::Pending,
            None => fill.poll(context),
        };
        if let Poll::Ready(filled) = filled {
            return self.filled(line, fill, filled);
        }
        let deadline = [again_at, line.deadline()].into_iter().flatten().min();
        let more = match (pulse, deadline) {
            (Pulse::Ask, _) => Poll::Ready(()),
            (_, Some(deadline)) => self.wait_until(deadline, context),
            (_, None) => Poll::Pending,
        };
        let phase = Phase::CatchingUp {
            line,
            fill,
            again_at,
        };
        (phase, more)
    }

    /// The API has answered.
    fn filled(&mut self, line: Box<Line>, fill: Fill, filled: Filled) -> Next {
        let mut again_at = None;
        match filled {
            Filled::Messages(messages) => {
                for message in messages {
                    if let Some(event) = self.given.take_listed(message) {
                        self.note_leave(&event);
                        self.ready.push_back(Ok(event));
                    }
                }
            }
            Filled::Members(members) => {
                let changes = self.given.changes(members);
                self.ready.extend(changes.into_iter().map(Ok));
            }
            Filled::Done(complete) => return self.caught_up(line, complete),
            Filled::Failed(error) => match verdict(&error) {
                Verdict::Refused => return self.fail(error),
                Verdict::Hopeless => return self.caught_up(line, false),
                Verdict::Again(at_least) => {
                    let drawn = self.options.reconnect.pause(FILL_LEVEL, self.chance());
                    let at = self.now().saturating_add(drawn.max(at_least));
                    if at > self.opened_at.saturating_add(FILL_WITHIN) {
                        return self.caught_up(line, false);
                    }
                    again_at = Some(at);
                }
            },
        }
        let phase = Phase::CatchingUp {
            line,
            fill,
            again_at,
        };
        (phase, Poll::Ready(()))
    }

    fn caught_up(&mut self, line: Box<Line>, complete: bool) -> Next {
        self.tell(ConnectionEvent::CaughtUp { complete });
        (Phase::Live(line), Poll::Ready(()))
    }

    /// What comes over the connection, if it is something for the caller. It goes straight to the caller, and has no
    /// need of the queue.
    pub(super) fn listening(&mut self, context: &mut Context<'_>, told: &mut Told) -> Poll<()> {
        let Phase::Live(line) = &mut self.phase else {
            return Poll::Ready(());
        };
        match line.poll_message(self.chat.timer(), context) {
            Poll::Ready(Ok(Received::Text(text))) => self.told(&text, told),
            Poll::Ready(Ok(Received::Binary)) => {
                let message = "a message of the event stream is not text";
                *told = Some(Err(Error::new(ErrorKind::Decode, message)));
            }
            Poll::Ready(Err(end)) => (self.phase, _) = self.interrupted(Interruption::of(end)),
            Poll::Pending => return self.quiet(context),
        }
        Poll::Ready(())
    }

    /// What a message of the service is for the caller. One that cannot be read is no reason to do without the others.
    fn told(&mut self, text: &Arc<str>, told: &mut Told) {
        read(text, told);
        if let Some(Ok(event)) = told {
            if is_closing(event) {
                (self.phase, _) = self.interrupted(Interruption::Announced);
            } else if self.given.is_new(event) {
                self.note_leave(event);
            } else {
                *told = None;
            }
        }
    }

    /// Nothing came.
    fn quiet(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let now = self.now();
        if !self.can_wait() {
            return Poll::Ready(());
        }
        let Phase::Live(line) = &mut self.phase else {
            return Poll::Ready(());
        };
        line.liveness.polled(now);
        if self.farewell.is_some_and(|farewell| now >= farewell) {
            line.socket.close(close_code::NORMAL);
            self.phase = Phase::Over;
            return Poll::Ready(());
        }
        match line.pulse(now) {
            Pulse::Gone => {
                (self.phase, _) = self.interrupted(Interruption::Silent);
                Poll::Ready(())
            }
            Pulse::Ask => Poll::Ready(()),
            Pulse::Fine => {
                let deadline = line.liveness.deadline();
                let until = self
                    .farewell
                    .map_or(deadline, |farewell| farewell.min(deadline));
                self.wait_until(until, context)
            }
        }
    }

    /// After the event of the guest's own leave there is little to wait for.
    fn note_leave(&mut self, event: &Event) {
        if self.given.is_own_leave(event) {
            self.farewell = Some(self.now().saturating_add(FAREWELL));
        }
    }
}

impl Line {
    pub(super) fn into_socket(self) -> Socket {
        self.socket
    }

    /// The next message. What is read at once counts as one sign of life, so that the clock is asked once.
    fn poll_message(
        &mut self,
        timer: &dyn Timer,
        context: &mut Context<'_>,
    ) -> Poll<Result<Received, End>> {
        let message = self.socket.poll_message(context);
        if message.is_ready() && self.socket.take_heard() {
            self.liveness.heard(timer.now());
        }
        message
    }

    /// Takes in the signs of life that came with what was read.
    fn listen(&mut self, now: Duration) {
        if self.socket.take_heard() {
            self.liveness.heard(now);
        }
    }

    /// How the other end does, nothing being there to read. A sign of life that is asked for goes out with the next
    /// poll. While a message is held nothing is read, and silence says nothing.
    fn pulse(&mut self, now: Duration) -> Pulse {
        self.listen(now);
        if self.socket.is_holding() {
            return Pulse::Fine;
        }
        let pulse = self.liveness.pulse(now);
        if pulse == Pulse::Ask {
            self.socket.ping();
        }
        pulse
    }

    fn deadline(&self) -> Option<Duration> {
        (!self.socket.is_holding()).then(|| self.liveness.deadline())
    }
}

impl Interruption {
    fn of(end: End) -> Self {
        match end {
            End::Closed(code) => Self::Closed(code),
            End::Broken => Self::Lost,
            End::Violated => Self::Unreadable,
        }
    }
}
