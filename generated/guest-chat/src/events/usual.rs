//! Messages read, which are most of what comes: in one go, if everything is where it usually is.
//!
//! In: the text of a frame. Out: the message, or nothing if the frame is about something else or has another form; then
//! `reading` looks at it from the beginning. Invariant: what is read here is what would be read there.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::event::{Delivery, Event};
use super::kinds::MessageEvent;
use super::reading::{MESSAGE, MESSAGES, SYSTEM, Text, Told};

/// Reads the text of a frame that tells a message. `told` has nothing before, and nothing after if it tells none.
pub(super) fn read(text: &Arc<str>, told: &mut Told) {
    let mut json = serde_json::Deserializer::from_str(text);
    let around = Frame(&mut *told).deserialize(&mut json);
    let around = around.and_then(|around| json.end().map(|()| around));
    match (around, &mut *told) {
        (Ok(around), Some(Ok(Event::Message(event)))) => {
            let id = around.correlation_id.as_deref();
            event.delivery = Delivery::received(text, Some(&around.topic), id);
        }
        _ => *told = None,
    }
}

/// A frame in which the topic comes before the message, and nothing comes twice. The message is written here.
struct Frame<'t>(&'t mut Told);

/// What stands around a message.
struct Around<'f> {
    topic: Cow<'f, str>,
    correlation_id: Option<Cow<'f, str>>,
}

impl<'de> DeserializeSeed<'de> for Frame<'_> {
    type Value = Around<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Frame<'_> {
    type Value = Around<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a message")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let (mut topic, mut metadata) = (None, None::<Metadata<'de>>);
        while let Some(Text(name)) = members.next_key()? {
            match &*name {
                "topicName" if topic.is_none() => {
                    let Text(text) = members.next_value()?;
                    if !text.ends_with(MESSAGES) || text.starts_with(SYSTEM) {
                        return Err(unusual());
                    }
                    topic = Some(text);
                }
                "eventBody" if topic.is_some() && self.0.is_none() => {
                    *self.0 = Some(Ok(Event::Message(MessageEvent {
                        message: members.next_value()?,
                        delivery: Delivery::default(),
                    })));
                }
                "metadata" if metadata.is_none() => metadata = Some(members.next_value()?),
                "topicName" | "eventBody" | "metadata" => return Err(unusual()),
                _ => _ = members.next_value::<IgnoredAny>()?,
            }
        }
        let (Some(topic), Some(metadata)) = (topic, metadata) else {
            return Err(unusual());
        };
        Ok(Around {
            topic,
            correlation_id: metadata.correlation_id,
        })
    }
}

/// What the service says about a frame that tells a message.
struct Metadata<'f> {
    correlation_id: Option<Cow<'f, str>>,
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
