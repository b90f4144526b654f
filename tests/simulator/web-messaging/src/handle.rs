//! A session in the hands of a test: the other end, and what becomes of the session.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::bot::{Act, Said};
use crate::faults::{Fault, Moment};
use crate::frames;
use crate::service::Service;
use crate::session::Order;
use crate::settings::Goodbye;

/// A session.
#[derive(Clone, Debug)]
pub struct SessionHandle {
    service: Arc<Service>,
    token: String,
}

impl SessionHandle {
    pub(crate) fn new(service: Arc<Service>, token: &str) -> Self {
        Self { service, token: token.to_owned() }
    }

    /// The token of the guest.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// An agent says something.
    pub fn says(&self, text: impl Into<String>) {
        self.shows(text, Vec::new());
    }

    /// The same with content, as the service writes it.
    pub fn shows(&self, text: impl Into<String>, content: Vec<Value>) {
        self.act(Act::Say(Said { text: text.into(), content, is_human: true }));
    }

    /// An agent is typing.
    pub fn types(&self) {
        self.act(Act::Type);
    }

    /// The other end leaves.
    pub fn leaves(&self, goodbye: Goodbye) {
        self.act(Act::Leave(Some(goodbye)));
    }

    /// The session expires now.
    pub fn expires(&self) {
        self.service.update(|state, now| {
            if let Some(session) = state.sessions.get_mut(&self.token) {
                session.expires = now.at;
            }
            state.expire(now);
        });
    }

    /// Something goes wrong now, with all connections of the session.
    pub fn strike(&self, fault: &Fault) {
        let state = self.service.state();
        for line in state.lines_of(&self.token) {
            state.order(line, Order::Strike(fault.clone()));
        }
    }

    /// A frame of any class is pushed.
    pub fn pushes(&self, class: &str, body: &Value) {
        let frame = frames::message(class, body, None);
        self.service.update(|state, _| state.tell(&self.token, Moment::Push, &frame));
    }

    /// All that was said, the oldest first, as the history has it.
    pub fn messages(&self) -> Vec<Value> {
        let state = self.service.state();
        let said = state.sessions.get(&self.token).map(|session| session.said.as_slice());
        said.unwrap_or_default().iter().map(crate::session::Session::listed).collect()
    }

    /// The texts of that.
    pub fn texts(&self) -> Vec<String> {
        let text = |message: &Value| message.get("text")?.as_str().map(str::to_owned);
        self.messages().iter().filter_map(text).collect()
    }

    /// How many connections it has.
    pub fn connections(&self) -> usize {
        self.service.state().lines_of(&self.token).len()
    }

    /// The session says how it is, without being asked.
    pub fn restates(&self, facts: &Value) {
        let mut body = json!({"connected": true});
        if let (Some(body), Some(facts)) = (body.as_object_mut(), facts.as_object()) {
            body.extend(facts.clone());
        }
        self.pushes("SessionResponse", &body);
    }

    fn act(&self, act: Act) {
        self.service.update(|state, now| state.act(&self.token, act, now));
    }
}
