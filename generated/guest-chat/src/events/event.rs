//! An event, and how it came.

use std::fmt;
use std::sync::Arc;

use super::kinds::{
    ConnectionEvent, Heartbeat, MemberChange, MessageEvent, TypingEvent, UnknownEvent,
};
use crate::models::MemberId;

/// Something that happened in a chat, or to the connection that tells of it.
///
/// New kinds are added in minor releases; what this version does not know comes as [`Event::Unknown`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// Somebody said something, or the chat tells that somebody came or left. The guest's own messages come too.
    Message(MessageEvent),
    /// Somebody is typing.
    Typing(TypingEvent),
    /// A member came, went, or is being asked to come.
    MemberChange(MemberChange),
    /// The service is there and has nothing to tell.
    Heartbeat(Heartbeat),
    /// The connection broke, or is there again.
    Connection(ConnectionEvent),
    /// Something that this version does not know.
    Unknown(UnknownEvent),
}

impl Event {
    /// The id, by which an event that comes twice would be known. Messages and signs of typing have one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Message(event) => event.message.id.as_ref().map(AsRef::as_ref),
            Self::Typing(event) => event.typing.id.as_deref(),
            Self::MemberChange(_) | Self::Heartbeat(_) | Self::Connection(_) | Self::Unknown(_) => {
                None
            }
        }
    }

    /// The member it comes from or is about. The guest's own events name the guest.
    #[must_use]
    pub fn sender(&self) -> Option<&MemberId> {
        match self {
            Self::Message(event) => event.message.sender.as_ref()?.id.as_ref(),
            Self::Typing(event) => event.typing.sender.as_ref()?.id.as_ref(),
            Self::MemberChange(event) => event.member.id.as_ref(),
            Self::Heartbeat(_) | Self::Connection(_) | Self::Unknown(_) => None,
        }
    }

    /// The topic it was sent to.
    #[must_use]
    pub fn topic(&self) -> Option<&str> {
        self.delivery()?.topic()
    }

    /// The id under which the service logged it.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.delivery()?.correlation_id()
    }

    /// The JSON as it came over the connection; there is none for what was asked for afterwards.
    #[must_use]
    pub fn raw(&self) -> Option<&str> {
        self.delivery()?.raw()
    }

    /// Whether it was asked for after a gap, and did not come over the connection when it happened.
    #[must_use]
    pub fn is_backfilled(&self) -> bool {
        self.delivery().is_some_and(Delivery::is_backfilled)
    }

    /// How it came; `None` for what happens to the connection itself.
    #[must_use]
    pub fn delivery(&self) -> Option<&Delivery> {
        match self {
            Self::Message(event) => Some(&event.delivery),
            Self::Typing(event) => Some(&event.delivery),
            Self::MemberChange(event) => Some(&event.delivery),
            Self::Heartbeat(event) => Some(&event.delivery),
            Self::Unknown(event) => Some(&event.delivery),
            Self::Connection(_) => None,
        }
    }
}

/// How an event came.
///
/// `Debug` prints the topic and the correlation id, not the JSON.
#[derive(Clone, Default)]
pub struct Delivery {
    raw: Option<Arc<str>>,
    topic: Option<Part>,
    correlation_id: Option<Part>,
}

/// A text of the JSON.
#[derive(Clone)]
enum Part {
    /// It stands there as it is, from one byte to another.
    Inside(usize, usize),
    /// It is written in another way there.
    Own(Box<str>),
}

impl Part {
    /// A text that may be borrowed from `raw`.
    fn of(text: &str, raw: &str) -> Self {
        let start = (text.as_ptr() as usize).wrapping_sub(raw.as_ptr() as usize);
        let end = start.wrapping_add(text.len());
        match raw.get(start..end) {
            // Where it lies tells, and that it is the same text makes sure.
            Some(part) if part == text => Self::Inside(start, end),
            _ => Self::Own(text.into()),
        }
    }

    fn text<'p>(&'p self, raw: Option<&'p str>) -> Option<&'p str> {
        match self {
            Self::Inside(start, end) => raw?.get(*start..*end),
            Self::Own(text) => Some(text),
        }
    }
}

impl Delivery {
    /// Of an event that came over the connection. The texts may be borrowed from the JSON, and are not copied then.
    pub(super) fn received(
        raw: &Arc<str>,
        topic: Option<&str>,
        correlation_id: Option<&str>,
    ) -> Self {
        Self {
            raw: Some(Arc::clone(raw)),
            topic: topic.map(|text| Part::of(text, raw)),
            correlation_id: correlation_id.map(|text| Part::of(text, raw)),
        }
    }

    /// Of an event that was asked for after a gap.
    pub(super) fn backfilled() -> Self {
        Self::default()
    }

    /// The topic it was sent to.
    #[must_use]
    pub fn topic(&self) -> Option<&str> {
        self.topic.as_ref()?.text(self.raw())
    }

    /// The id under which the service logged it.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.as_ref()?.text(self.raw())
    }

    /// The JSON as it came over the connection; there is none for what was asked for afterwards.
    #[must_use]
    pub fn raw(&self) -> Option<&str> {
        self.raw.as_deref()
    }

    /// Whether it was asked for after a gap, and did not come over the connection when it happened.
    #[must_use]
    pub fn is_backfilled(&self) -> bool {
        self.raw.is_none()
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Delivery")
            .field("topic", &self.topic())
            .field("correlation_id", &self.correlation_id())
            .field("backfilled", &self.is_backfilled())
            .finish_non_exhaustive()
    }
}
