//! What a guest says: checked, echoed to all connections of the session, and answered by whoever is at the other end.

use serde_json::{Value, json};

use crate::faults::Moment;
use crate::frames;
use crate::refusal::Refusal;
use crate::requests::{Request, text};
use crate::session::{Now, Progress};
use crate::state::State;

/// The most bytes that a text may have.
const LONGEST: usize = 4096;
/// The most bytes that attributes may have.
const ATTRIBUTES: usize = 2048;

impl State {
    pub(crate) fn on_message(
        &mut self,
        request: Request<'_>,
        token: &str,
        now: Now,
    ) -> Result<(), Refusal> {
        let keeps_limits = self.settings.keeps_limits;
        let session = self.sessions.get_mut(token).ok_or_else(|| Refusal::of_code(4007))?;
        if keeps_limits {
            session.messages.count(now.at).map_err(Refusal::too_many)?;
        }
        if session.is_read_only {
            return Err(Refusal::of_code(409));
        }
        let message = request.json.get("message").ok_or_else(|| Refusal::missing("message"))?;
        let attributes = attributes(request.json);
        check(message, attributes)?;
        if text(message, "type") == Some("Event") {
            return self.on_event(request, token, message, attributes, now);
        }
        let content = self.content(token, message, now)?;
        let mut body = self.inbound(text(message, "type").unwrap_or("Text"), attributes, now);
        if let Some(body) = body.as_object_mut() {
            for member in ["text", "metadata"] {
                if let Some(value) = message.get(member) {
                    body.insert(member.to_owned(), value.clone());
                }
            }
            if !content.is_empty() {
                body.insert("content".to_owned(), Value::Array(content));
            }
        }
        self.said(token, Moment::Echo, body, request.tracing_id, now);
        self.converse(token, message, now);
        Ok(())
    }

    /// A message from the guest, without what it says.
    fn inbound(&mut self, kind: &str, attributes: Option<&Value>, now: Now) -> Value {
        let mut channel = json!({"time": now.wall.iso8601(), "messageId": self.ids.uuid(0x9e57), "type": "Private", "from": {}});
        if let (Some(attributes), Some(channel)) = (attributes, channel.as_object_mut()) {
            channel.insert("metadata".to_owned(), json!({"customAttributes": attributes}));
        }
        json!({"id": self.ids.hex(), "type": kind, "direction": "Inbound", "channel": channel})
    }

    fn on_event(
        &mut self,
        request: Request<'_>,
        token: &str,
        message: &Value,
        attributes: Option<&Value>,
        now: Now,
    ) -> Result<(), Refusal> {
        let mut body = self.inbound("Event", attributes, now);
        if let (Some(body), Some(events)) = (body.as_object_mut(), message.get("events")) {
            body.insert("events".to_owned(), events.clone());
        }
        let presence = message.pointer("/events/0/presence/type").and_then(Value::as_str);
        match (message.pointer("/events/0/eventType").and_then(Value::as_str), presence) {
            (Some("Typing"), _) if !self.settings.has_typing => {
                Err(Refusal::new(403, "Typing indicator is switched off"))
            }
            (Some("Typing"), _) => {
                let echo = frames::message("StructuredMessage", &body, request.tracing_id);
                self.tell(token, Moment::Push, &echo);
                Ok(())
            }
            (_, Some("Clear")) if !self.settings.has_clear => {
                Err(Refusal::new(403, "Conversation Clear is switched off"))
            }
            (_, Some("Clear")) => {
                self.said(token, Moment::Echo, body, request.tracing_id, now);
                self.clear(token);
                Ok(())
            }
            (_, Some("Join")) => {
                self.said(token, Moment::Echo, body, request.tracing_id, now);
                self.converse(token, message, now);
                Ok(())
            }
            _ => Err(Refusal::new(400, "Unknown event")),
        }
    }

    fn clear(&mut self, token: &str) {
        self.push(token, "SessionClearedEvent", &json!({}));
        for line in self.lines_of(token) {
            self.dismiss(line, None);
        }
        self.sessions.remove(token);
    }

    /// The content of a message, with all that is known of its file.
    fn content(&mut self, token: &str, message: &Value, now: Now) -> Result<Vec<Value>, Refusal> {
        let content = message.get("content").and_then(Value::as_array).cloned().unwrap_or_default();
        let ids = content.iter().filter_map(|item| item.pointer("/attachment/id")?.as_str());
        let ids: Vec<String> = ids.map(str::to_owned).collect();
        let [id] = ids.as_slice() else {
            let is_fine = ids.is_empty();
            return if is_fine {
                Ok(content)
            } else {
                Err(Refusal::new(400, "Only one attachment is allowed"))
            };
        };
        let session = self.sessions.get_mut(token).ok_or_else(|| Refusal::of_code(4007))?;
        let file = session.files.get_mut(id).ok_or_else(|| Refusal::of_code(4009))?;
        match file.progress {
            Progress::Ready => file.progress = Progress::Sent,
            Progress::Sent => return Err(Refusal::of_code(4009)),
            Progress::Asked | Progress::Arrived => return Err(Refusal::of_code(4010)),
        }
        let file = file.clone();
        Ok(vec![self.attachment(token, id, &file, now)])
    }
}

fn check(message: &Value, attributes: Option<&Value>) -> Result<(), Refusal> {
    if message.get("text").and_then(Value::as_str).is_some_and(|text| text.len() > LONGEST) {
        return Err(Refusal::of_code(4011));
    }
    let attributes = attributes.and_then(Value::as_object).into_iter().flatten();
    let bytes = attributes.map(|(name, value)| name.len() + value.as_str().map_or(0, str::len));
    if bytes.sum::<usize>() > ATTRIBUTES {
        return Err(Refusal::of_code(4013));
    }
    Ok(())
}

/// What the application says of a message, in either place where clients put it.
fn attributes(request: &Value) -> Option<&Value> {
    let inner = request.pointer("/message/channel/metadata/customAttributes");
    inner.or_else(|| request.pointer("/channel/metadata/customAttributes"))
}
