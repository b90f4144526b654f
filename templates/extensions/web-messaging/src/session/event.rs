//! What the events of a session are.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use serde_json::Value;

use crate::error::{Error, ErrorKind};
use crate::models::{EventPresenceType, Frame, ReceivedMessage, SessionResponse};

/// What happens in a session.
#[non_exhaustive]
pub enum Event {
    /// The agent or the bot says something.
    Message(Said),
    /// The service has what the guest has said, on this device or another.
    Echo(Echo),
    /// The agent or the bot is typing: show it for so long, or until the next message.
    Typing(Duration),
    /// Somebody comes or goes at the other end. That it has left is [told of the session](SessionEvent::Disconnected) instead,
    /// unless it is read from the history, which says nothing of how the conversation is now.
    Presence(EventPresenceType),
    /// Something else happens beside the messages, such as an offer to look at a page together.
    Activity(Box<ReceivedMessage>),
    /// The session changes.
    Session(SessionEvent),
    /// The connection changes.
    Connection(ConnectionEvent),
    /// The service refuses what it was sent.
    Refused(Refusal),
    /// The message of this id was handed to a connection and never echoed, and the history does not have it, or could not
    /// be read. Nobody knows whether the service has it, so it is not sent again. Should its echo come after all, it is told.
    Unsettled(String),
    /// The session is over, and the message of this id was never handed to a connection: the service does not have it.
    Unsent(String),
    /// What the service says beside all this, or the answer to a question for which nobody waits any more.
    Other(Box<Frame>),
    /// Something that this version does not know, as it came.
    Unknown(Value),
}

impl fmt::Debug for Event {
    /// Without what is not known, which may hold addresses and tokens.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, field): (_, &dyn fmt::Debug) = match self {
            Self::Message(said) => ("Message", said),
            Self::Echo(echo) => ("Echo", echo),
            Self::Typing(duration) => ("Typing", duration),
            Self::Presence(kind) => ("Presence", kind),
            Self::Activity(message) => ("Activity", message),
            Self::Session(event) => ("Session", event),
            Self::Connection(event) => ("Connection", event),
            Self::Refused(refusal) => ("Refused", refusal),
            Self::Unsettled(id) => ("Unsettled", id),
            Self::Unsent(id) => ("Unsent", id),
            Self::Other(frame) => ("Other", frame),
            Self::Unknown(_) => return formatter.write_str("Unknown(..)"),
        };
        formatter.debug_tuple(name).field(field).finish()
    }
}

/// What the agent or the bot has said. It stands for the message in it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Said {
    /// What was said, as the service has it.
    pub message: Box<ReceivedMessage>,
    /// How it came.
    pub delivery: Delivery,
}

/// What the guest has said has arrived. It stands for the message in it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Echo {
    /// What [`Session::send`](crate::Session::send) gave, if it was sent by this or another handle of the session. A message
    /// that was found in the history is known by all that it says, because the history has no such id.
    pub tracing_id: Option<String>,
    /// What was said, as the service has it.
    pub message: Box<ReceivedMessage>,
    /// How it came.
    pub delivery: Delivery,
}

/// How a message came: each comes once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// Whether it was read from the history after a break, in its order.
    pub is_from_history: bool,
    /// Whether a message of a later time was given before: the service promises no order.
    pub is_late: bool,
}

impl Deref for Said {
    type Target = ReceivedMessage;

    fn deref(&self) -> &ReceivedMessage {
        &self.message
    }
}

impl Deref for Echo {
    type Target = ReceivedMessage;

    fn deref(&self) -> &ReceivedMessage {
        &self.message
    }
}

/// A session changes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SessionEvent {
    /// It is open, and what is sent goes out. Comes with every connection, and when the facts change.
    Configured(Box<SessionResponse>),
    /// The conversation has ended for good: it can be read, and [another one](crate::Session::start_over) begun.
    ReadOnly,
    /// The other end has left. What is said from now on resumes the conversation.
    Disconnected,
    /// The conversation was erased.
    Cleared,
    /// It will be over soon, unless something is said.
    #[non_exhaustive]
    Expiring {
        /// In how long.
        left: Duration,
    },
    /// It is over: another session needs another token. The last event but the end of the connection.
    Expired,
    /// The guest was logged out everywhere. The last event but the end of the connection.
    LoggedOut,
}

/// A connection changes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionEvent {
    /// It broke; another one is opened.
    #[non_exhaustive]
    Interrupted {
        /// The code that the service closed it with, if it did.
        code: Option<u16>,
    },
    /// There is one again.
    #[non_exhaustive]
    Reopened {
        /// How long there was none. What was said in the meantime is read from the history.
        after: Duration,
        /// How many attempts it took.
        attempts: u32,
    },
    /// What was said while there was none has been given.
    #[non_exhaustive]
    CaughtUp {
        /// Whether the history was read back to what was known, and all of it could be understood. If not, something may
        /// be missing. Where a [resumed](crate::Session::resume) session has been given nothing and could not read what was
        /// said before, all of the history comes, because nothing says what of it is new; and no message is recognised in
        /// it as one that was sent.
        is_complete: bool,
        /// How many messages it gave.
        given: usize,
    },
    /// There will be none any more.
    Ended(Closed),
}

/// Why a session has no connection any more.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Closed {
    /// The service wants this one back no more: too many share the session, or another has taken it over. What it says of
    /// that, such as `signedIn`.
    ByService(Option<String>),
    /// The session expired, or the guest was logged out.
    SessionOver,
}

/// The service refuses something.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The id of what is refused, if the service says it.
    pub tracing_id: Option<String>,
    /// Why: a status as in HTTP, or a code of the service from 4000 on.
    pub code: Option<i64>,
    /// What the service says to it. It may name people, so it does not print itself.
    pub message: Option<String>,
    /// How long nothing may be sent. What is put aside waits for so long by itself.
    pub retry_after: Option<Duration>,
}

impl fmt::Debug for Refusal {
    /// Without what the service says to it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Refusal")
            .field("tracing_id", &self.tracing_id)
            .field("code", &self.code)
            .field("retry_after", &self.retry_after)
            .finish_non_exhaustive()
    }
}

impl Refusal {
    /// The failure of what is refused. What the service says to it may name people, so it is not in there.
    pub(super) fn into_error(self) -> Error {
        let code = self.code.unwrap_or_default();
        let (kind, when) = match self.retry_after {
            Some(wait) => (ErrorKind::RateLimited, format!(" for {} s", wait.as_secs())),
            None => (ErrorKind::Api, String::new()),
        };
        let message = format!("the service refuses it{when}: code {code}");
        Error::new(kind, message)
    }
}

/// What the machine hands on.
pub(super) type Told = Option<Result<Event, Error>>;
