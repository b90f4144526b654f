//! What the events of a session are.

use std::time::Duration;

use serde_json::Value;

use crate::error::Error;
use crate::models::{EventPresenceType, Frame, ReceivedMessage, SessionResponse};

/// What happens in a session.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// The agent or the bot says something.
    Message(Box<ReceivedMessage>),
    /// The service has what the guest has said, on this device or another.
    Echo(Echo),
    /// The agent or the bot is typing: show it for so long, or until the next message.
    Typing(Duration),
    /// Somebody comes or goes at the other end.
    Presence(EventPresenceType),
    /// Something else happens beside the messages, such as an offer to look at a page together.
    Activity(Box<ReceivedMessage>),
    /// The session changes.
    Session(SessionEvent),
    /// The connection changes.
    Connection(ConnectionEvent),
    /// The service refuses what it was sent.
    Refused(Refusal),
    /// The message, or the question, of this id was handed to a connection that broke before its answer came. Nobody knows
    /// whether the service has it, so it is not sent again.
    Unsettled(String),
    /// The answer to a question, such as [`Session::ask_to_upload`](crate::Session::ask_to_upload), known by the tracing id in
    /// it; or what the service says of a file.
    Other(Box<Frame>),
    /// Something that this version does not know, as it came.
    Unknown(Value),
}

/// What the guest has said has arrived.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Echo {
    /// What [`Session::send`](crate::Session::send) gave, if it was sent by this or another handle of the session.
    pub tracing_id: Option<String>,
    /// What was said, as the service has it.
    pub message: Box<ReceivedMessage>,
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
        /// How long there was none. What was said in the meantime is in the history.
        after: Duration,
        /// How many attempts it took.
        attempts: u32,
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
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The id of what is refused, if the service says it.
    pub tracing_id: Option<String>,
    /// Why: a status as in HTTP, or a code of the service from 4000 on.
    pub code: Option<i64>,
    /// What the service says to it. It may name people.
    pub message: Option<String>,
    /// How long nothing may be sent. What is put aside waits for so long by itself.
    pub retry_after: Option<Duration>,
}

/// What the machine hands on.
pub(super) type Told = Option<Result<Event, Error>>;
