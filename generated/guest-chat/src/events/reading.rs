//! Frames read: the text of a frame in, the event it tells out. Pure, and total: any text gives an event or an error.
//!
//! A frame is told by its topic first and by what its metadata calls it second, because heartbeats have no metadata
//! and topics are shared. Nothing but the JSON itself is required. `usual` reads most messages, and what it does not read
//! is read here: first the topic, the metadata and where the body is, then the body.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::event::{Delivery, Event};
use super::kinds::{Heartbeat, MemberChange, MessageEvent, TypingEvent, UnknownEvent};
use super::usual;
use crate::Timestamp;
use crate::error::{Error, ErrorKind};
use crate::models::{WebChatConversation, WebChatMemberInfo};

/// The topic of what the service tells about the connection.
const CHANNEL: &str = "channel.metadata";
/// The topic of the announcement that the connection will be closed.
const CLOSING: &str = "v2.system.socket_closing";
/// What the topics of the service's own affairs begin with.
pub(super) const SYSTEM: &str = "v2.system.";
/// What the topics of messages end with.
pub(super) const MESSAGES: &str = ".messages";
/// What the service calls a message.
pub(super) const MESSAGE: &str = "message";

/// What a frame tells the caller: an event, or an error about this frame only, which repeats nothing of it. An event is
/// large, and to move it takes longer than to look at it; so it is written where it is to be.
pub(super) type Told = Option<Result<Event, Error>>;

/// Reads the text of a frame into `told`, which has nothing before and something after.
pub(super) fn read(text: &Arc<str>, told: &mut Told) {
    usual::read(text, told);
    if told.is_none() {
        *told = Some(read_any(text));
    }
}

/// Whether the service is about to close the connection, as this event says.
pub(super) fn is_closing(event: &Event) -> bool {
    matches!(event, Event::Unknown(event) if event.delivery.topic() == Some(CLOSING))
}

/// Reads the text of any frame.
fn read_any(text: &Arc<str>) -> Result<Event, Error> {
    let frame: Frame<'_> = serde_json::from_str(text).map_err(|error| unreadable(flaw(&error)))?;
    let Frame {
        topic, metadata, ..
    } = &frame;
    let delivery = Delivery::received(
        text,
        topic.as_deref().filter(|topic| !topic.is_empty()),
        metadata.correlation_id.as_deref(),
    );
    let topic = topic.as_deref().unwrap_or_default();
    let body = frame.body.map_or("null", RawValue::get);
    Ok(match Kind::of(topic, metadata.kind.as_deref(), body) {
        Kind::Heartbeat => Event::Heartbeat(Heartbeat {
            text: message(body),
            delivery,
        }),
        Kind::Message => Event::Message(MessageEvent {
            message: decoded(body)?,
            delivery,
        }),
        Kind::Typing => Event::Typing(TypingEvent {
            typing: decoded(body)?,
            delivery,
        }),
        Kind::MemberChange => {
            let change: Change = decoded(body)?;
            Event::MemberChange(MemberChange {
                member: change.member,
                timestamp: change.timestamp,
                conversation_id: change.conversation.and_then(|conversation| conversation.id),
                delivery,
            })
        }
        Kind::Unknown => Event::Unknown(UnknownEvent {
            kind: frame.metadata.kind.map(Cow::into_owned),
            delivery,
        }),
    })
}

/// A member's change, as it is told.
#[derive(Deserialize)]
struct Change {
    member: WebChatMemberInfo,
    timestamp: Option<Timestamp>,
    conversation: Option<WebChatConversation>,
}

/// What stands around the body, which is read once it is known what it is. What has another form than it should
/// counts as absent.
#[derive(Default)]
struct Frame<'f> {
    topic: Option<Cow<'f, str>>,
    metadata: Metadata<'f>,
    body: Option<&'f RawValue>,
}

#[derive(Default)]
struct Metadata<'f> {
    kind: Option<Cow<'f, str>>,
    correlation_id: Option<Cow<'f, str>>,
}

/// What a frame is about.
enum Kind {
    Heartbeat,
    Message,
    Typing,
    MemberChange,
    Unknown,
}

impl Kind {
    fn of(topic: &str, kind: Option<&str>, body: &str) -> Self {
        let in_topic = |ending: &str| topic.is_empty() || topic.ends_with(ending);
        match kind {
            _ if topic == CHANNEL => Self::Heartbeat,
            _ if topic.starts_with(SYSTEM) => Self::Unknown,
            Some(MESSAGE) if in_topic(MESSAGES) => Self::Message,
            Some("typing-indicator") if in_topic(MESSAGES) => Self::Typing,
            Some("member-change") if in_topic(".members") => Self::MemberChange,
            None if topic.ends_with(MESSAGES) && has_body_type(body) => Self::Message,
            None if topic.ends_with(".members") => Self::MemberChange,
            _ => Self::Unknown,
        }
    }
}

impl<'de> Deserialize<'de> for Frame<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FrameVisitor)
    }
}

struct FrameVisitor;

impl<'de> Visitor<'de> for FrameVisitor {
    type Value = Frame<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut frame = Frame::default();
        while let Some(Text(name)) = members.next_key()? {
            match &*name {
                "topicName" => frame.topic = text(members.next_value()?),
                "eventBody" => frame.body = Some(members.next_value()?),
                "metadata" => {
                    let metadata: &RawValue = members.next_value()?;
                    frame.metadata = serde_json::from_str(metadata.get()).unwrap_or_default();
                }
                _ => _ = members.next_value::<IgnoredAny>()?,
            }
        }
        Ok(frame)
    }
}

impl<'de> Deserialize<'de> for Metadata<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MetadataVisitor)
    }
}

struct MetadataVisitor;

impl<'de> Visitor<'de> for MetadataVisitor {
    type Value = Metadata<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    /// The names are read in any case: the service itself is not of one mind.
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut metadata = Metadata::default();
        while let Some(Text(name)) = members.next_key()? {
            let value = members.next_value()?;
            if name.eq_ignore_ascii_case("type") {
                metadata.kind = metadata.kind.or_else(|| text(value));
            } else if name.eq_ignore_ascii_case("CorrelationId") {
                metadata.correlation_id = metadata.correlation_id.or_else(|| text(value));
            }
        }
        Ok(metadata)
    }
}

/// A text that is not copied unless it has to be.
pub(super) struct Text<'t>(pub(super) Cow<'t, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}

/// The value, if it is a text.
fn text(value: &RawValue) -> Option<Cow<'_, str>> {
    serde_json::from_str(value.get())
        .ok()
        .map(|Text(text)| text)
}

/// What a heartbeat says.
fn message(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    let mut members = body.as_object()?.iter();
    let message = members.find(|(name, _)| name.eq_ignore_ascii_case("message"));
    message.and_then(|(_, text)| text.as_str().map(str::to_owned))
}

fn has_body_type(body: &str) -> bool {
    serde_json::from_str::<Value>(body).is_ok_and(|body| body.get("bodyType").is_some())
}

fn decoded<T: DeserializeOwned>(body: &str) -> Result<T, Error> {
    serde_json::from_str(body).map_err(|_| unreadable("does not have the form of its kind"))
}

fn flaw(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        Category::Data => "is not a JSON object",
        Category::Syntax | Category::Eof | Category::Io => "is not JSON",
    }
}

fn unreadable(flaw: &str) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!("a message of the event stream {flaw}"),
    )
}
