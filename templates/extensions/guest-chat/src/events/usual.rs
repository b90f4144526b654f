//! Messages read, which are most of what comes: in one go, if everything is where it usually is.
//!
//! In: the text of a frame. Out: the message, or nothing if the frame is about something else or has another form; then
//! `reading` looks at it from the beginning. Invariant: what is read here is what would be read there.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::event::{Delivery, Event};
use super::kinds::MessageEvent;
use super::reading::{MESSAGE, MESSAGES, SYSTEM, Text};
use crate::models::WebChatMessage;

/// Reads the text of a frame that tells a message.
pub(super) fn read(text: &Arc<str>) -> Option<Event> {
    let frame: Frame<'_> = serde_json::from_str(text).ok()?;
    let correlation_id = frame.metadata.correlation_id.as_deref();
    let delivery = Delivery::received(text, Some(&frame.topic), correlation_id);
    Some(Event::Message(MessageEvent {
        message: frame.message,
        delivery,
    }))
}

/// A frame in which the topic comes before the message, and nothing comes twice.
struct Frame<'f> {
    topic: Cow<'f, str>,
    message: WebChatMessage,
    metadata: Metadata<'f>,
}

/// What stands around a message.
struct Metadata<'f> {
    correlation_id: Option<Cow<'f, str>>,
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
        formatter.write_str("a message")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let (mut topic, mut message, mut metadata) = (None, None, None);
        while let Some(Text(name)) = members.next_key()? {
            match &*name {
                "topicName" if topic.is_none() => {
                    let Text(text) = members.next_value()?;
                    if !text.ends_with(MESSAGES) || text.starts_with(SYSTEM) {
                        return Err(unusual());
                    }
                    topic = Some(text);
                }
                "eventBody" if topic.is_some() && message.is_none() => {
                    message = Some(members.next_value()?);
                }
                "metadata" if metadata.is_none() => metadata = Some(members.next_value()?),
                "topicName" | "eventBody" | "metadata" => return Err(unusual()),
                _ => _ = members.next_value::<IgnoredAny>()?,
            }
        }
        let (Some(topic), Some(message), Some(metadata)) = (topic, message, metadata) else {
            return Err(unusual());
        };
        Ok(Frame {
            topic,
            message,
            metadata,
        })
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
        formatter.write_str("what stands around a message")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let (mut is_message, mut correlation_id) = (false, None);
        while let Some(Text(name)) = members.next_key()? {
            if name.eq_ignore_ascii_case("type") {
                let Text(kind) = members.next_value()?;
                if is_message || kind != MESSAGE {
                    return Err(unusual());
                }
                is_message = true;
            } else if name.eq_ignore_ascii_case("CorrelationId") {
                if correlation_id.is_some() {
                    return Err(unusual());
                }
                let Text(text) = members.next_value()?;
                correlation_id = Some(text);
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        if !is_message {
            return Err(unusual());
        }
        Ok(Metadata { correlation_id })
    }
}

/// It is seen by nobody.
fn unusual<E: Error>() -> E {
    E::custom("")
}
