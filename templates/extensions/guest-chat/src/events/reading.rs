//! Frames read: the text of a frame in, the event it tells out. Pure, and total: any text gives an event or an error.
//!
//! A frame is told by its topic first and by what its metadata calls it second, because heartbeats have no metadata
//! and topics are shared. Nothing but the JSON itself is required.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::event::{Delivery, Event};
use super::kinds::{Heartbeat, MemberChange, MessageEvent, TypingEvent, UnknownEvent};
use crate::error::{Error, ErrorKind};

/// What a frame tells.
#[derive(Debug)]
pub(super) enum Told {
    /// An event for the caller.
    Event(Event),
    /// The service is about to close the connection; the event says so to the caller.
    Closing(Event),
}

/// The topic of what the service tells about the connection.
const CHANNEL: &str = "channel.metadata";
/// The topic of the announcement that the connection will be closed.
const CLOSING: &str = "v2.system.socket_closing";

/// Reads the text of a frame.
///
/// The error is about this frame only; it repeats nothing of it.
pub(super) fn read(text: String) -> Result<Told, Error> {
    let value: Value = serde_json::from_str(&text).map_err(|_| unreadable("is not JSON"))?;
    let Value::Object(mut frame) = value else {
        return Err(unreadable("is not a JSON object"));
    };
    let metadata = frame.remove("metadata").unwrap_or_default();
    let body = frame.remove("eventBody").unwrap_or_default();
    let topic = frame
        .get("topicName")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let kind = member(&metadata, "type");
    let delivery = Delivery {
        topic: Some(topic.into()).filter(|_| !topic.is_empty()),
        correlation_id: member(&metadata, "CorrelationId").map(Into::into),
        raw: Some(Arc::from(text)),
    };
    let unknown = |delivery| {
        Event::Unknown(UnknownEvent {
            kind: kind.map(str::to_owned),
            delivery,
        })
    };
    if topic == CLOSING {
        return Ok(Told::Closing(unknown(delivery)));
    }
    let event = match Kind::of(topic, kind, &body) {
        Kind::Heartbeat => Event::Heartbeat(Heartbeat {
            text: member(&body, "message").map(str::to_owned),
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
        Kind::MemberChange => Event::MemberChange(member_change(body, delivery)?),
        Kind::Unknown => unknown(delivery),
    };
    Ok(Told::Event(event))
}

enum Kind {
    Heartbeat,
    Message,
    Typing,
    MemberChange,
    Unknown,
}

impl Kind {
    fn of(topic: &str, kind: Option<&str>, body: &Value) -> Self {
        let in_topic = |ending: &str| topic.is_empty() || topic.ends_with(ending);
        match kind {
            _ if topic == CHANNEL => Self::Heartbeat,
            _ if topic.starts_with("v2.system.") => Self::Unknown,
            Some("message") if in_topic(".messages") => Self::Message,
            Some("typing-indicator") if in_topic(".messages") => Self::Typing,
            Some("member-change") if in_topic(".members") => Self::MemberChange,
            None if topic.ends_with(".messages") && body.get("bodyType").is_some() => Self::Message,
            None if topic.ends_with(".members") => Self::MemberChange,
            _ => Self::Unknown,
        }
    }
}

fn member_change(body: Value, delivery: Delivery) -> Result<MemberChange, Error> {
    let mut body: Map<String, Value> = decoded(body)?;
    let mut take = |name: &str| body.remove(name).unwrap_or_default();
    let conversation: Option<crate::models::WebChatConversation> = decoded(take("conversation"))?;
    Ok(MemberChange {
        member: decoded(take("member"))?,
        timestamp: decoded(take("timestamp"))?,
        conversation_id: conversation.and_then(|conversation| conversation.id),
        delivery,
    })
}

/// A text member of an object, whatever the case of its name.
fn member<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    let members = value.as_object()?.iter();
    members
        .filter(|(given, _)| given.eq_ignore_ascii_case(name))
        .find_map(|(_, value)| value.as_str())
}

fn decoded<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|_| unreadable("does not have the form of its kind"))
}

fn unreadable(flaw: &str) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!("a message of the event stream {flaw}"),
    )
}
