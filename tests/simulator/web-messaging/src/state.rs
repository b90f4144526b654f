//! The memory of the service: sessions, connections, tokens, addresses.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::bot::{self, Act};
use crate::faults::Moment;
use crate::frames;
use crate::ids::Ids;
use crate::session::{Line, Now, Order, Session};
use crate::settings::{Goodbye, Settings};

/// A secret address of a file.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    pub(crate) token: String,
    pub(crate) file: String,
    /// What a request must have to put the file there; one that is read has no such thing.
    pub(crate) tagging: Option<String>,
    pub(crate) until: Duration,
}

/// All of it.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) settings: Settings,
    pub(crate) ids: Ids,
    pub(crate) lines: BTreeMap<u64, Line>,
    pub(crate) sessions: BTreeMap<String, Session>,
    /// Which session a token of the history opens, and until when.
    pub(crate) jwts: BTreeMap<String, (String, Duration)>,
    /// Who a token of the sign-in stands for.
    pub(crate) users: BTreeMap<String, String>,
    /// Who can have another one for which.
    pub(crate) refreshers: BTreeMap<String, String>,
    pub(crate) addresses: BTreeMap<String, Address>,
    /// What is to be notified of a session.
    pub(crate) devices: BTreeMap<String, Value>,
    /// Where files are, without a slash at the end.
    pub(crate) file_host: String,
    last_line: u64,
}

impl State {
    pub(crate) fn new(settings: Settings, file_host: String) -> Self {
        Self {
            settings,
            ids: Ids::default(),
            lines: BTreeMap::new(),
            sessions: BTreeMap::new(),
            jwts: BTreeMap::new(),
            users: BTreeMap::new(),
            refreshers: BTreeMap::new(),
            addresses: BTreeMap::new(),
            devices: BTreeMap::new(),
            file_host,
            last_line: 0,
        }
    }

    /// A guest has opened a connection.
    pub(crate) fn opened(&mut self, orders: mpsc::UnboundedSender<Order>) -> u64 {
        self.last_line += 1;
        self.lines.insert(self.last_line, Line::new(orders));
        self.last_line
    }

    /// A connection is gone.
    pub(crate) fn closed(&mut self, line: u64) {
        self.lines.remove(&line);
        for session in self.sessions.values_mut() {
            session.lines.retain(|other| *other != line);
        }
    }

    pub(crate) fn order(&self, line: u64, order: Order) {
        if let Some(line) = self.lines.get(&line) {
            // A connection that is going away needs nothing any more.
            let _ = line.orders.send(order);
        }
    }

    pub(crate) fn answer(&self, line: u64, class: &str, body: &Value, tracing_id: Option<&str>) {
        let frame = frames::response(class, body, tracing_id);
        self.order(line, Order::Frame(Moment::Answer, frame));
    }

    /// Tells all connections of a session.
    pub(crate) fn tell(&self, token: &str, moment: Moment, frame: &Value) {
        for line in self.lines_of(token) {
            self.order(line, Order::Frame(moment, frame.clone()));
        }
    }

    pub(crate) fn push(&self, token: &str, class: &str, body: &Value) {
        self.tell(token, Moment::Push, &frames::message(class, body, None));
    }

    /// Tells a connection that it is not wanted any more, and closes it.
    pub(crate) fn dismiss(&mut self, line: u64, why: Option<&str>) {
        // Both names are in use.
        let body = why.map_or(json!({}), |why| json!({"reason": why, "reasonCode": why}));
        let frame = frames::message("ConnectionClosedEvent", &body, None);
        self.order(line, Order::Frame(Moment::Push, frame));
        self.order(line, Order::Close(1000));
        self.closed(line);
    }

    pub(crate) fn lines_of(&self, token: &str) -> Vec<u64> {
        self.sessions.get(token).map(|session| session.lines.clone()).unwrap_or_default()
    }

    /// Ends the sessions whose time has come.
    pub(crate) fn expire(&mut self, now: Now) {
        let due = self
            .sessions
            .iter_mut()
            .filter(|(_, session)| !session.is_expired && session.expires <= now.at);
        let due: Vec<String> = due
            .map(|(token, session)| {
                session.is_expired = true;
                token.clone()
            })
            .collect();
        for token in due {
            self.push(&token, "SessionExpiredEvent", &json!({}));
        }
    }

    /// Notes a message, after which the session lives on, and tells all connections of it.
    pub(crate) fn said(
        &mut self,
        token: &str,
        moment: Moment,
        body: Value,
        tracing_id: Option<&str>,
        now: Now,
    ) {
        self.tell(token, moment, &frames::message("StructuredMessage", &body, tracing_id));
        let duration = self.settings.session_duration;
        if let Some(session) = self.sessions.get_mut(token) {
            session.said.push(body);
            session.expires = now.at + duration;
        }
    }

    /// Something that happens beside the messages, towards the guest.
    pub(crate) fn event(&mut self, event: &Value, metadata: &Value, now: Now) -> Value {
        json!({
            "id": self.ids.hex(), "type": "Event", "direction": "Outbound", "events": [event],
            "channel": {"time": now.wall.iso8601()}, "metadata": metadata,
        })
    }

    /// The other end does what it has decided to.
    pub(crate) fn act(&mut self, token: &str, act: Act, now: Now) {
        match act {
            Act::Type => {
                let typing =
                    json!({"eventType": "Typing", "typing": {"type": "On", "duration": 5000}});
                let body = self.event(&typing, &json!({}), now);
                self.push(token, "StructuredMessage", &body);
            }
            Act::Say(said) => {
                let id = self.ids.uuid(0xb07);
                let (who, entity) = if said.is_human { ("Ann", "Human") } else { ("Bot", "Bot") };
                let mut body = json!({
                    "id": id, "type": if said.content.is_empty() { "Text" } else { "Structured" }, "direction": "Outbound",
                    "text": said.text, "channel": {"time": now.wall.iso8601(), "from": {"nickname": who}},
                    "originatingEntity": entity, "metadata": {"correlationId": id},
                });
                if let (false, Some(body)) = (said.content.is_empty(), body.as_object_mut()) {
                    body.insert("content".to_owned(), Value::Array(said.content));
                }
                self.said(token, Moment::Said, body, None, now);
            }
            Act::Give { name, media_type, bytes } => {
                self.give(token, &name, &media_type, bytes, now);
            }
            Act::Leave(goodbye) => self.leave(token, goodbye.unwrap_or(self.settings.goodbye), now),
        }
    }

    fn leave(&mut self, token: &str, goodbye: Goodbye, now: Now) {
        if goodbye == Goodbye::Silent {
            return;
        }
        let is_read_only = goodbye == Goodbye::ReadOnly;
        let presence = json!({"eventType": "Presence", "presence": {"type": "Disconnect"}});
        let body = self.event(&presence, &json!({"readOnly": is_read_only.to_string()}), now);
        self.said(token, Moment::Said, body, None, now);
        if let Some(session) = self.sessions.get_mut(token) {
            session.is_read_only = is_read_only;
        }
    }

    /// The other end hears a message, and answers.
    pub(crate) fn converse(&mut self, token: &str, message: &Value, now: Now) {
        let player = self.settings.player;
        let Some(session) = self.sessions.get_mut(token) else { return };
        for act in bot::answers(player, &mut session.talk, message) {
            self.act(token, act, now);
        }
    }
}
