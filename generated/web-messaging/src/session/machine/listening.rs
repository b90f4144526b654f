//! The steps with a connection: what goes out, what comes, and what it means when nothing does.

use std::task::{Context, Poll};
use std::time::Duration;

use super::catching_up::{CatchUp, Purpose};
use super::settling::Pending;
use super::{Machine, Next, Phase};
use crate::error::{Error, ErrorKind};
use crate::future::{BoxFuture, Exclusive};
use crate::models::GuestRequest;
use crate::session::configure;
use crate::session::event::{Event, Refusal, SessionEvent};
use crate::session::expiry::Due;
use crate::session::sign_in::SignIn;
use crate::websocket::{End, Liveness, Pulse, Received, Socket};

/// How often the service is asked for a sign of life; it says nothing on its own.
const PING_EVERY: Duration = Duration::from_secs(15);
/// How long nothing at all may come.
const IDLE: Duration = Duration::from_secs(75);
/// How often it is asked where the platform has no pings: the service takes two such requests in a minute.
const ECHO_EVERY: Duration = Duration::from_secs(31);
/// How rarely the other end is told that the guest is typing.
const TYPING_EVERY: Duration = Duration::from_secs(5);

/// A connection that is open. Phases are replaced all the time, so they hold it in a box.
pub(in crate::session) struct Line {
    pub(super) socket: Socket,
    liveness: Liveness,
    /// Whether the service knows who writes.
    pub(super) is_configured: bool,
    /// By when it has to.
    pub(super) configured_by: Duration,
    /// By what the answer to that is known.
    pub(super) configure_id: Option<String>,
    /// Who was said to write, if somebody has signed in, until that is answered.
    pub(super) said: Option<SignIn>,
    /// Another token for the sign-in, while it is being got, and the refusal for which that is done.
    pub(super) refresh: Option<(
        Refusal,
        Exclusive<BoxFuture<'static, Result<SignIn, Error>>>,
    )>,
    /// Whether the guest is signing in, in a session that is open.
    pub(super) is_stepping_up: bool,
    /// Whether the connections of the session are being closed, so that another conversation can begin.
    pub(super) is_starting_over: bool,
    /// When the service is asked for an answer, where it cannot be pinged.
    echo_at: Option<Duration>,
    /// What such an answer is known by.
    pub(super) echo_id: Option<String>,
    /// What is being read from the history.
    pub(super) catch_up: Option<CatchUp>,
}

impl Line {
    pub(super) fn new(socket: Socket, now: Duration, answer_within: Duration) -> Self {
        let has_pings = socket.has_pings();
        Self {
            socket,
            liveness: Liveness::new(Some(PING_EVERY), IDLE, has_pings, now),
            is_configured: false,
            configured_by: now.saturating_add(answer_within),
            configure_id: None,
            said: None,
            refresh: None,
            is_stepping_up: false,
            is_starting_over: false,
            echo_at: (!has_pings).then(|| now.saturating_add(ECHO_EVERY)),
            echo_id: None,
            catch_up: None,
        }
    }

    pub(super) fn into_socket(self) -> Socket {
        self.socket
    }

    /// Whether what comes waits for what is read from the history.
    pub(super) fn holds(&self) -> bool {
        self.catch_up.as_ref().is_some_and(CatchUp::holds)
    }

    /// Hands a request to the connection.
    pub(super) fn send(&mut self, request: &GuestRequest) -> Result<(), Error> {
        let text = serde_json::to_string(request).map_err(|failure| {
            Error::new(ErrorKind::InvalidInput, "the request cannot be written")
                .with_source(failure)
        })?;
        // A connection that does not take it says so when it is read.
        let _ = self.socket.send(&text);
        Ok(())
    }
}

impl Machine {
    pub(super) fn live(&mut self, mut line: Box<Line>, context: &mut Context<'_>) -> Next {
        self.outbox.register(context);
        let is_refreshed = match self.refresh(&mut line, context) {
            Ok(is_refreshed) => is_refreshed,
            Err(error) => return self.not_refreshed(error),
        };
        let message = line.socket.poll_message(context);
        let now = self.now();
        line.liveness.polled(now);
        if line.socket.take_heard() || message.is_ready() {
            line.liveness.heard(now);
        }
        let received = match message {
            Poll::Ready(Ok(received)) => Some(received),
            // A connection that is gone is given nothing more.
            Poll::Ready(Err(end)) => return self.interrupted(end),
            Poll::Pending => None,
        };
        let has_said = self.say(&mut line, context);
        let has_done =
            has_said.and_then(|has_said| Ok(self.catch_up(&mut line, context)? || has_said));
        let has_done = match has_done {
            Ok(has_done) => has_done || is_refreshed,
            Err(error) => return self.fail(error),
        };
        match received {
            Some(Received::Text(text)) => self.heard(line, &text),
            Some(Received::Binary) => {
                let message = "a message of the service is not text";
                self.ready
                    .push_back(Err(Error::new(ErrorKind::Decode, message)));
                (Phase::Live(line), Poll::Ready(()))
            }
            // It goes out with the next poll.
            None if has_done => (Phase::Live(line), Poll::Ready(())),
            None => self.quiet(line, now, context),
        }
    }

    /// Hands over what was put aside, as fast as the service takes it and the connection carries it; whether that was
    /// anything.
    fn say(&mut self, line: &mut Line, context: &mut Context<'_>) -> Result<bool, Error> {
        let mut has_said = self.step_up(line)?;
        if self.outbox.starts_over() && line.is_configured && !line.is_starting_over {
            let (now, timeouts) = (self.now(), &self.client.shared().timeouts);
            line.is_configured = false;
            line.is_starting_over = true;
            line.configured_by = now.saturating_add(timeouts.attempt_limit());
            self.pace.asked(now);
            line.send(&configure::close(&self.parts)?)?;
            has_said = true;
        }
        while line.is_configured
            && self.pace.next_at() <= self.now()
            && matches!(line.socket.poll_sent(context), Poll::Ready(Ok(())))
        {
            let Some(draft) = self.outbox.take() else {
                break;
            };
            let now = self.now();
            match draft.tracing_id {
                Some(id) => {
                    let pending = Pending::new(id, draft.likeness, now);
                    self.unsettled.push_back(pending);
                }
                None if self.has_typed(now) => continue,
                None => self.typed_at = Some(now),
            }
            self.pace.sent(now);
            line.send(&draft.request)?;
            has_said = true;
        }
        Ok(has_said)
    }

    fn has_typed(&self, now: Duration) -> bool {
        let until = self.typed_at.map(|at| at.saturating_add(TYPING_EVERY));
        until.is_some_and(|until| now < until)
    }

    /// Nothing came.
    fn quiet(&mut self, mut line: Box<Line>, now: Duration, context: &mut Context<'_>) -> Next {
        let is_waiting = !line.is_configured && line.refresh.is_none();
        if is_waiting && now >= line.configured_by {
            return self.interrupted(End::Broken);
        }
        match line.liveness.pulse(now) {
            Pulse::Gone => return self.interrupted(End::Broken),
            Pulse::Ask => {
                line.socket.ping();
                return (Phase::Live(line), Poll::Ready(()));
            }
            Pulse::Fine => {}
        }
        if line.is_configured && line.catch_up.is_none() && self.lose_overdue(now) {
            self.begin_catch_up(&mut line, Purpose::Answer);
            return (Phase::Live(line), Poll::Ready(()));
        }
        if line.is_configured
            && let Some(due) = self.expiry.due(now)
        {
            return match self.warn(&mut line, due, now) {
                Ok(()) => (Phase::Live(line), Poll::Ready(())),
                Err(error) => self.fail(error),
            };
        }
        if line.is_configured && line.echo_at.is_some_and(|at| now >= at) {
            line.echo_at = Some(now.saturating_add(ECHO_EVERY));
            return match self.ask_for_echo(&mut line, now) {
                Ok(()) => (Phase::Live(line), Poll::Ready(())),
                Err(error) => self.fail(error),
            };
        }
        let deadline = self.deadline(&line, now);
        let more = self.wait_until(deadline, context);
        (Phase::Live(line), more)
    }

    /// Asks for an answer that says until when the session lives.
    fn ask_for_echo(&mut self, line: &mut Line, now: Duration) -> Result<(), Error> {
        let (request, id) = configure::echo(&self.parts)?;
        line.echo_id = Some(id);
        self.pace.asked(now);
        line.send(&request)
    }

    /// The session will be over soon.
    fn warn(&mut self, line: &mut Line, due: Due, now: Duration) -> Result<(), Error> {
        match due {
            Due::Warning(left) => {
                self.expiry.has_warned();
                self.tell(Event::Session(SessionEvent::Expiring { left }));
                Ok(())
            }
            Due::Question => {
                self.expiry.has_asked(now);
                // Where there are no pings, it is asked all the time.
                match line.echo_at {
                    None => self.ask_for_echo(line, now),
                    Some(_) => Ok(()),
                }
            }
        }
    }

    /// When there will be something to do unless something comes.
    fn deadline(&self, line: &Line, now: Duration) -> Duration {
        let paced = self.pace.next_at();
        let paced = (line.is_configured && paced > now && !self.outbox.is_empty()).then_some(paced);
        let is_waiting = !line.is_configured && line.refresh.is_none();
        let configured = is_waiting.then_some(line.configured_by);
        let echo = line.echo_at.filter(|_| line.is_configured);
        let catch_up = line.catch_up.as_ref().map(CatchUp::deadline);
        let is_looked_for = line.is_configured && catch_up.is_none();
        let overdue = self.overdue_at().filter(|_| is_looked_for);
        let expiry = self.expiry.deadline().filter(|_| line.is_configured);
        let others = [paced, configured, echo, catch_up, overdue, expiry];
        let others = others.into_iter().flatten();
        others.fold(line.liveness.deadline(), Duration::min)
    }
}
