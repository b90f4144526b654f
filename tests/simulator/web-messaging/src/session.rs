//! What the service remembers of a session and of a connection.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use simulator_base::clock::Timestamp;
use tokio::sync::mpsc;

use crate::bot::Talk;
use crate::faults::{Fault, Moment};
use crate::limits::Window;

/// The moment at which something happens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now {
    /// Counted from the simulator's start.
    pub(crate) at: Duration,
    /// On the wall clock of the service.
    pub(crate) wall: Timestamp,
}

/// What a connection is told to do.
#[derive(Debug)]
pub(crate) enum Order {
    /// Send this; what may go wrong with it.
    Frame(Moment, Value),
    /// Let something go wrong now.
    Strike(Fault),
    /// Close with this code.
    Close(u16),
}

/// A connection.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) orders: mpsc::UnboundedSender<Order>,
    /// The session it belongs to, once it has said it.
    pub(crate) token: Option<String>,
    pub(crate) requests: Window,
    pub(crate) echoes: Window,
}

impl Line {
    pub(crate) fn new(orders: mpsc::UnboundedSender<Order>) -> Self {
        Self {
            orders,
            token: None,
            requests: Window::per_minute(60),
            echoes: Window::per_minute(2),
        }
    }
}

/// How far a file has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It has an address.
    Asked,
    /// It has arrived, and is looked at.
    Arrived,
    /// It can be sent.
    Ready,
    /// It was sent.
    Sent,
}

/// A file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) size: u64,
    pub(crate) bytes: Bytes,
    pub(crate) progress: Progress,
}

/// A session.
#[derive(Debug)]
pub(crate) struct Session {
    /// Its connections, the oldest first.
    pub(crate) lines: Vec<u64>,
    /// All that was said, the oldest first, as it was told.
    pub(crate) said: Vec<Value>,
    pub(crate) is_read_only: bool,
    pub(crate) is_expired: bool,
    /// When it expires.
    pub(crate) expires: Duration,
    /// Who has signed in.
    pub(crate) user: Option<String>,
    pub(crate) files: BTreeMap<String, File>,
    pub(crate) messages: Window,
    pub(crate) configures: Window,
    pub(crate) history: Window,
    pub(crate) talk: Talk,
}

impl Session {
    pub(crate) fn new(expires: Duration) -> Self {
        Self {
            lines: Vec::new(),
            said: Vec::new(),
            is_read_only: false,
            is_expired: false,
            expires,
            user: None,
            files: BTreeMap::new(),
            messages: Window::new(5, Duration::from_secs(1)),
            configures: Window::per_minute(60),
            history: Window::per_minute(10),
            talk: Talk::default(),
        }
    }

    /// When it expires, in seconds since 1970.
    pub(crate) fn expiration_date(&self, now: Now) -> u64 {
        now.wall.plus(self.expires.saturating_sub(now.at)).unix_seconds()
    }

    /// A message as the history has it: under the one id that it has there, without what travels with frames only.
    pub(crate) fn listed(body: &Value) -> Value {
        let mut listed = body.clone();
        let id = body.pointer("/channel/messageId").or_else(|| body.get("id")).cloned();
        if let Some(listed) = listed.as_object_mut() {
            listed.insert("id".to_owned(), id.unwrap_or_default());
            listed.remove("metadata");
            if let Some(channel) = listed.get_mut("channel").and_then(Value::as_object_mut) {
                channel.remove("messageId");
                channel.remove("metadata");
            }
        }
        listed
    }
}

/// What a signed-in guest is called.
pub(crate) fn names(user: &str) -> Value {
    json!({"firstName": user, "lastName": "Simulated"})
}
