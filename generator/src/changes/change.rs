//! What the wire analysis found.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::rule::{Effect, Rule};
use crate::api::{Direction, Method, SchemaId, Status};
use crate::pointer::Pointer;

/// One change, whatever it affects: a change of a schema that ten operations use is one change.
#[derive(Clone, Debug)]
pub struct Change {
    /// Which kind of change it is.
    pub rule: &'static Rule,
    /// The item that a reader looks for.
    pub subject: Subject,
    /// Where in the subject it is, outermost first, as people say it: ``["response 200", "property
    /// `owner`"]``. Empty for the subject itself.
    pub path: Vec<String>,
    /// The name of the part that changed.
    pub name: String,
    /// Which way the part travels.
    pub flow: Direction,
    /// What the old definition says; `None` for something new.
    pub old: Option<Site>,
    /// What the new definition says; `None` for something removed.
    pub new: Option<Site>,
    /// The operations that it affects; empty when none does.
    pub operations: Arc<BTreeSet<OperationKey>>,
    /// The schemas that travel without an operation and that it affects, by their new names; empty when none does.
    pub messages: Arc<BTreeSet<SchemaId>>,
}

impl Change {
    /// What happened, as a sentence without its period.
    pub fn sentence(&self) -> String {
        let text = |site: &Option<Site>| site.as_ref().map_or_else(String::new, Site::text);
        // One pass, so that a value that looks like a placeholder stays as it is.
        let mut sentence = String::new();
        let mut rest = self.rule.sentence;
        while let Some((before, after)) = rest.split_once('{') {
            sentence.push_str(before);
            let Some((key, tail)) = after.split_once('}') else { break };
            match key {
                "name" => sentence.push_str(&self.name),
                "old" => sentence.push_str(&text(&self.old)),
                "new" => sentence.push_str(&text(&self.new)),
                _ => {}
            }
            rest = tail;
        }
        sentence.push_str(rest);
        sentence
    }

    /// What changes are sorted by; no two of one comparison are equal in all of it.
    pub fn order(&self) -> impl Ord + '_ {
        let pointer = |site: &'_ Option<Site>| site.as_ref().map(|site| site.pointer.clone());
        let sites = (pointer(&self.old), pointer(&self.new));
        (&self.subject, &self.path, self.rule.id, &self.name, sites)
    }

    /// What it does to an old program.
    pub fn effect(&self, strict: bool) -> Effect {
        self.rule.effect(self.flow, strict)
    }
}

/// What one of the two definitions says.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Where, in the original document.
    pub pointer: Pointer,
    /// The fact, in wire words: a limit, a type, a default. `None` when the sentence needs none.
    pub value: Option<Value>,
}

impl Site {
    /// A place about which nothing more is to be said.
    pub fn new(pointer: &Pointer) -> Self {
        Self { pointer: pointer.clone(), value: None }
    }

    /// A place and what is said there.
    pub fn stating(pointer: &Pointer, value: impl Into<Value>) -> Self {
        Self { pointer: pointer.clone(), value: Some(value.into()) }
    }

    /// The fact for a sentence: texts as they are, everything else as JSON, long ones cut.
    pub fn text(&self) -> String {
        const LONGEST: usize = 80;
        let text = match &self.value {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
        };
        if text.chars().count() <= LONGEST {
            return text;
        }
        text.chars().take(LONGEST).chain(['…']).collect()
    }
}

/// The item that a reader looks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "name")]
pub enum Subject {
    /// The definition as a whole: servers, information.
    Document,
    /// A security scheme, by name.
    SecurityScheme(String),
    /// An operation, by its method and its new path (the old one, when it is gone).
    Operation(OperationKey),
    /// A part that several operations share, as people say it: `parameter PageSize`, `path /pets/{id}`.
    Shared(String),
    /// A named schema, by its new name (the old one, when it is gone).
    Schema(String),
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => formatter.write_str("the definition"),
            Self::SecurityScheme(name) => write!(formatter, "security scheme {name}"),
            Self::Operation(key) => key.fmt(formatter),
            Self::Shared(name) | Self::Schema(name) => formatter.write_str(name),
        }
    }
}

/// An operation, as HTTP names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationKey {
    /// The path, as the definition writes it.
    pub path: String,
    /// The method.
    pub method: Method,
}

impl fmt::Display for OperationKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.path)
    }
}

impl Serialize for OperationKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Whoever reaches a schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Caller {
    Operation(OperationKey),
    /// What travels without an operation.
    Message(SchemaId),
}

/// Who feels a change.
#[derive(Clone, Default)]
pub(super) struct Felt {
    pub(super) operations: Arc<BTreeSet<OperationKey>>,
    pub(super) messages: Arc<BTreeSet<SchemaId>>,
}

impl Felt {
    pub(super) fn by<'c>(callers: impl Iterator<Item = &'c Caller>) -> Self {
        let (mut operations, mut messages) = (BTreeSet::new(), BTreeSet::new());
        for caller in callers {
            match caller {
                Caller::Operation(key) => _ = operations.insert(key.clone()),
                Caller::Message(id) => _ = messages.insert(id.clone()),
            }
        }
        Self { operations: Arc::new(operations), messages: Arc::new(messages) }
    }
}

/// Where in the definitions the comparison is, and which operations are affected by what it finds there.
#[derive(Clone, Debug)]
pub struct ChangePlace {
    /// The item that a reader looks for.
    pub subject: Subject,
    /// The statuses of the response that the place is in; empty outside of responses. One response may stand
    /// for several: `404` and `410` may refer to the same part.
    pub statuses: BTreeSet<Status>,
    /// Where in the subject, or in its response, outermost first; see [`Change::path`].
    pub path: Vec<String>,
    /// Which way the values at this place travel.
    pub flow: Direction,
    /// The operations that reach it.
    pub operations: Arc<BTreeSet<OperationKey>>,
}

impl ChangePlace {
    /// A place inside this one.
    #[must_use]
    pub fn inside(&self, step: impl Into<String>) -> Self {
        let mut inner = self.clone();
        inner.path.push(step.into());
        inner
    }

    /// The place of a response of this one.
    #[must_use]
    pub fn in_response(&self, status: Status) -> Self {
        Self { statuses: BTreeSet::from([status]), ..self.clone() }
    }

    /// The whole way from the subject, as people say it; see [`Change::path`].
    pub fn steps(&self) -> Vec<String> {
        let statuses: Vec<String> = self.statuses.iter().map(Status::to_string).collect();
        let response = match statuses.as_slice() {
            [] => None,
            [status] => Some(format!("response {status}")),
            several => Some(format!("responses {}", several.join(", "))),
        };
        response.into_iter().chain(self.path.iter().cloned()).collect()
    }
}

/// A part of one of the definitions that differs, and what became of the difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Covered {
    /// The part, with everything below it, in the old or in the new document.
    pub pointer: Pointer,
    /// Whether it is in the new document.
    pub is_new: bool,
    /// What became of it.
    pub by: CoveredBy,
}

/// What became of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoveredBy {
    /// A change reports it: its place in the list of changes.
    Change(usize),
    /// It means nothing, for this reason.
    Ignored(&'static str),
}
