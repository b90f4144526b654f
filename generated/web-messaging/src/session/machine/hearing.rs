//! What frames mean for a session.

use std::task::Poll;
use std::time::Duration;

use super::catching_up::Purpose;
use super::configuring::SESSION_GONE;
use super::listening::Line;
use super::{Machine, Next, Phase, over};
use crate::models::{
    EventKind, EventPresenceType, EventTyping, Frame, MessageDirection, MessageType,
    ReceivedMessage, SessionResponse,
};
use crate::session::answers::{Answer, Key};
use crate::session::event::{Closed, ConnectionEvent, Echo, Event, Refusal, Said, SessionEvent};
use crate::session::reading::read;
use crate::websocket::{End, close_code};

/// How long the other end is taken to be typing where it does not say.
const TYPING: u64 = 5000;

impl Machine {
    /// A frame came.
    pub(super) fn heard(&mut self, mut line: Box<Line>, text: &str) -> Next {
        let heard = match read(text) {
            Ok(heard) => heard,
            Err(error) => {
                self.ready.push_back(Err(error));
                return (Phase::Live(line), Poll::Ready(()));
            }
        };
        // Whatever answers a request settles it, but an echo that has to wait for the history: should the connection
        // break before it is given, the history is asked for it.
        if !line.holds() || !matches!(heard.frame, Frame::StructuredMessageFrame(_)) {
            self.settle(heard.tracing_id.as_deref());
        }
        if let Some(refusal) = heard.refusal() {
            return self.refusal(line, refusal);
        }
        if self.ticket_came(&mut line, heard.tracing_id.as_deref(), &heard.frame) {
            return (Phase::Live(line), Poll::Ready(()));
        }
        let Some(frame) = self.answer(heard.tracing_id.as_deref(), heard.frame) else {
            return (Phase::Live(line), Poll::Ready(()));
        };
        match frame {
            Frame::SessionResponseFrame(mut frame) => match frame.body.take() {
                Some(session) => return self.configured(line, session),
                None => self.tell(Event::Other(Box::new(Frame::SessionResponseFrame(frame)))),
            },
            Frame::StructuredMessageFrame(frame) => {
                if let Some(message) = frame.body {
                    self.structured(&mut line, heard.tracing_id, message);
                }
            }
            Frame::SessionExpiredEventFrame(_) => return self.gone(*line, SessionEvent::Expired),
            Frame::LogoutEventFrame(_) => return self.gone(*line, SessionEvent::LoggedOut),
            Frame::SessionClearedEventFrame(_) => self.tell(Event::Session(SessionEvent::Cleared)),
            Frame::ConnectionClosedEventFrame(_) if line.is_starting_over => {
                return self.interrupted(End::Broken);
            }
            Frame::ConnectionClosedEventFrame(frame) => {
                let reason = frame.body.and_then(|body| body.reason.or(body.reason_code));
                return self.closed(*line, Closed::ByService(reason));
            }
            Frame::Unknown(value) => self.tell(Event::Unknown(value)),
            frame => self.tell(Event::Other(Box::new(frame))),
        }
        (Phase::Live(line), Poll::Ready(()))
    }

    /// Gives an answer to who waits for it; it comes back if nobody does.
    fn answer(&mut self, tracing_id: Option<&str>, frame: Frame) -> Option<Frame> {
        let file = match &frame {
            Frame::UploadSuccessEventFrame(frame) => {
                let body = frame.body.as_ref();
                body.and_then(|body| body.attachment_id.as_ref())
            }
            Frame::UploadFailureEventFrame(frame) => {
                let body = frame.body.as_ref();
                body.and_then(|body| body.attachment_id.as_ref())
            }
            _ => None,
        };
        let file = file.map(|id| Key::File(id.as_str().to_owned()));
        let key = file.or_else(|| Some(Key::Request(tracing_id?.to_owned())));
        let Some(key) = key else {
            return Some(frame);
        };
        match self
            .outbox
            .answers
            .give(&key, Answer::Frame(Box::new(frame)))?
        {
            Answer::Frame(frame) => Some(*frame),
            Answer::Refused(_) => None,
        }
    }

    /// The service says how the session is.
    fn configured(&mut self, mut line: Box<Line>, session: SessionResponse) -> Next {
        if session.connected == Some(false) {
            if !line.is_starting_over {
                return self.closed(*line, Closed::ByService(None));
            }
            return match self.configure(&mut line, true) {
                Ok(()) => (Phase::Live(line), Poll::Ready(())),
                Err(error) => self.fail(error),
            };
        }
        if std::mem::take(&mut line.is_starting_over) {
            self.outbox.started_over();
        }
        line.is_configured = true;
        line.is_stepping_up = false;
        if let Some(said) = line.said.take() {
            self.outbox.identity.prove(said);
        }
        self.refreshes = 0;
        let now = self.now();
        self.expiry.stated(&session, self.timer().wall_clock(), now);
        let trouble = self.trouble.take().filter(|_| self.has_opened);
        let is_after_break = trouble.is_some();
        if let Some(trouble) = trouble {
            self.tell_connection(ConnectionEvent::Reopened {
                after: now.saturating_sub(trouble.interrupted),
                attempts: trouble.attempts,
            });
        }
        let is_resumed = !self.has_opened && session.new_session != Some(true);
        self.is_new |= !self.has_opened && !is_resumed;
        self.has_opened = true;
        self.outbox.set_limits(&session);
        let is_read_only = session.read_only == Some(true);
        self.tell(Event::Session(SessionEvent::Configured(Box::new(session))));
        self.set_read_only(is_read_only);
        if self.deployment.catches_up && (is_after_break || is_resumed) {
            let purpose = if is_resumed {
                Purpose::Start
            } else {
                Purpose::Break
            };
            self.begin_catch_up(&mut line, purpose);
        }
        (Phase::Live(line), Poll::Ready(()))
    }

    /// A message came: the answer to a question of this end, or something that was said.
    fn structured(
        &mut self,
        line: &mut Line,
        tracing_id: Option<String>,
        message: ReceivedMessage,
    ) {
        if tracing_id.is_some() && tracing_id == line.echo_id {
            line.echo_id = None;
            self.expiry.answered(&message, self.now());
        } else if line.holds() {
            self.held.push_back((tracing_id, message));
        } else {
            self.message(tracing_id, message, false);
        }
    }

    fn set_read_only(&mut self, is_read_only: bool) {
        let was_read_only = self.outbox.set_read_only(is_read_only);
        if is_read_only && !was_read_only {
            self.tell(Event::Session(SessionEvent::ReadOnly));
        }
    }

    /// A message or an event: what the other end says, or the echo of what the guest has said.
    /// Each is given once, however often it comes.
    pub(super) fn message(
        &mut self,
        tracing_id: Option<String>,
        message: ReceivedMessage,
        is_from_history: bool,
    ) {
        let Some(delivery) = self.given.note(&message, is_from_history) else {
            return;
        };
        if !is_from_history && !is_typing(&message) {
            self.expiry.moved(self.now());
        }
        let message = Box::new(message);
        let is_event = message.r#type == Some(MessageType::Event);
        if message.direction == Some(MessageDirection::Inbound) {
            if !is_event || !is_typing(&message) {
                self.tell(Event::Echo(Echo {
                    tracing_id,
                    message,
                    delivery,
                }));
            }
        } else if is_event {
            self.activity(message, is_from_history);
        } else {
            self.tell(Event::Message(Said { message, delivery }));
        }
    }

    /// Something happens beside the messages.
    fn activity(&mut self, message: Box<ReceivedMessage>, is_from_history: bool) {
        let mut is_told = false;
        let events = message.events.iter().flatten();
        let kinds: Vec<_> = events
            .map(|event| (event.typing.clone(), event.presence.clone()))
            .collect();
        for (typing, presence) in kinds {
            is_told |= typing.is_some() || presence.is_some();
            if let Some(typing) = typing {
                self.tell(Event::Typing(duration(&typing)));
            }
            match presence.and_then(|presence| presence.r#type) {
                // What was so once says nothing of how the conversation is now; the service says that with each connection.
                Some(EventPresenceType::Disconnect) if !is_from_history => {
                    self.disconnected(&message);
                }
                Some(kind) => self.tell(Event::Presence(kind)),
                None => {}
            }
        }
        if !is_told {
            self.tell(Event::Activity(message));
        }
    }

    /// The other end has left: for good, if it says so in the text that it has for that.
    fn disconnected(&mut self, message: &ReceivedMessage) {
        let facts = message.metadata.as_ref();
        let is_read_only = facts
            .and_then(|facts| facts.get("readOnly"))
            .is_some_and(|is| is == "true");
        if is_read_only {
            self.set_read_only(true);
        } else {
            self.tell(Event::Session(SessionEvent::Disconnected));
        }
    }

    /// The service refuses something, perhaps for a while, perhaps all that is to come.
    fn refusal(&mut self, mut line: Box<Line>, refusal: Refusal) -> Next {
        if refusal.tracing_id.is_some() && refusal.tracing_id == line.configure_id {
            return self.configure_refused(line, refusal);
        }
        if let Some(wait) = refusal.retry_after {
            self.pace.hold(self.now().saturating_add(wait));
        }
        let is_gone = refusal
            .code
            .is_some_and(|code| SESSION_GONE.contains(&code));
        let is_of_echo = refusal.tracing_id.is_some() && refusal.tracing_id == line.echo_id;
        // What only this end has asked for concerns nobody else.
        if !is_gone && (is_of_echo || self.ticket_refused(&mut line, &refusal)) {
            return (Phase::Live(line), Poll::Ready(()));
        }
        let key = refusal.tracing_id.clone().map(Key::Request);
        let answer = Answer::Refused(refusal);
        let untold = match key {
            Some(key) => self.outbox.answers.give(&key, answer),
            None => Some(answer),
        };
        if let Some(Answer::Refused(refusal)) = untold {
            self.tell(Event::Refused(refusal));
        }
        if is_gone {
            return self.gone(*line, SessionEvent::Expired);
        }
        (Phase::Live(line), Poll::Ready(()))
    }

    pub(super) fn gone(&mut self, mut line: Line, event: SessionEvent) -> Next {
        self.stop_catching_up(&mut line);
        self.tell(Event::Session(event));
        self.closed(line, Closed::SessionOver)
    }

    /// This end says nothing more.
    fn closed(&mut self, mut line: Line, why: Closed) -> Next {
        self.stop_catching_up(&mut line);
        self.give_up_all();
        // Dropping it lets the goodbye out.
        line.socket.close(close_code::NORMAL);
        self.end_outbox();
        self.tell_connection(ConnectionEvent::Ended(why));
        over()
    }
}

fn is_typing(message: &ReceivedMessage) -> bool {
    let mut events = message.events.iter().flatten();
    events.any(|event| event.event_type == Some(EventKind::Typing))
}

fn duration(typing: &EventTyping) -> Duration {
    let stated = typing.duration.or(typing.duration_ms);
    let stated = stated.and_then(|duration| u64::try_from(duration).ok());
    Duration::from_millis(stated.unwrap_or(TYPING))
}
