//! The kinds of events, each with what it tells.

use std::fmt;
use std::time::Duration;

use super::event::Delivery;
use crate::Timestamp;
use crate::models::{
    ConversationId, MessageBodyType, WebChatMemberInfo, WebChatMessage, WebChatTyping,
};

/// Somebody said something, or the chat tells that somebody came or left.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MessageEvent {
    /// The message. As everything that is received, it may lack any field.
    pub message: WebChatMessage,
    /// How it came.
    pub delivery: Delivery,
}

impl MessageEvent {
    /// The text, if the message has one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.message.body.as_deref()
    }

    /// Whether it tells that a member has left for good.
    pub(super) fn is_leave(&self) -> bool {
        self.message.body_type == Some(MessageBodyType::MemberLeave)
    }
}

/// Somebody is typing.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TypingEvent {
    /// The sign of typing.
    pub typing: WebChatTyping,
    /// How it came.
    pub delivery: Delivery,
}

/// A member came, went, or is being asked to come.
///
/// `DISCONNECTED` says that a member's connection is gone, and may be followed by `CONNECTED`; a message of the type
/// `member-leave` says that a member has left for good. The service may tell the same state several times.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MemberChange {
    /// The member. Over the connection come only its id and its state;
    /// [`get_member`](crate::api::WebChatApi::get_member) knows more.
    pub member: WebChatMemberInfo,
    /// The chat.
    pub conversation_id: Option<ConversationId>,
    /// When it happened; not known when it was found out after a gap.
    pub timestamp: Option<Timestamp>,
    /// How it came.
    pub delivery: Delivery,
}

/// The service is there and has nothing to tell.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Heartbeat {
    /// What it says.
    pub text: Option<String>,
    /// How it came.
    pub delivery: Delivery,
}

/// Something that this version does not know: [`Delivery::raw`] has all of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// What the service calls it.
    pub kind: Option<String>,
    /// How it came.
    pub delivery: Delivery,
}

/// The connection broke, or is there again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionEvent {
    /// The connection broke; another one is being opened.
    #[non_exhaustive]
    Interrupted {
        /// Why.
        reason: Interruption,
    },
    /// The connection is there again. Whoever was typing in the meantime is not known, and never will be. What the
    /// API still knows follows, marked as [backfilled](Delivery::is_backfilled), and then
    /// [`CaughtUp`](Self::CaughtUp).
    ///
    /// It is the first event of a new chat when an earlier attempt to open its stream may have reached the service and
    /// the answer was lost: the service may have told there what nobody heard.
    #[non_exhaustive]
    Reopened {
        /// How long there was no connection.
        after: Duration,
        /// How often it was tried.
        attempts: u32,
    },
    /// What follows happens now.
    #[non_exhaustive]
    CaughtUp {
        /// Whether every message of the meantime has been given. If not, the API could not be asked, and
        /// [`Conversation::messages`](crate::Conversation::messages) may know more.
        complete: bool,
    },
}

/// Why a connection broke.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Interruption {
    /// The service closed it, with this code.
    Closed(Option<u16>),
    /// The service announced that it will.
    Announced,
    /// It was lost.
    Lost,
    /// Nothing came over it for too long.
    Silent,
    /// What came over it is no WebSocket, or more than is accepted.
    Unreadable,
}

impl fmt::Display for Interruption {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(Some(code)) => {
                write!(formatter, "was closed by the service (code {code})")
            }
            Self::Closed(None) => formatter.write_str("was closed by the service"),
            Self::Announced => formatter.write_str("was about to be closed by the service"),
            Self::Lost => formatter.write_str("lost its connection"),
            Self::Silent => formatter.write_str("fell silent"),
            Self::Unreadable => formatter.write_str("could not be understood"),
        }
    }
}
