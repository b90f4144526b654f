//! What a person or a program is told about the difference of two definitions.
//!
//! [`Report`] is the finished answer, plain data: every format is a function from it to text and decides
//! nothing. It is also, field by field, the JSON format (`generator/schemas/diff-report.schema.json`).

mod brief;
mod format;
mod github;
mod groups;
mod html;
mod json;
mod junit;
mod lines;
mod markdown;
mod notes;
mod render;
mod sarif;
mod summary;
mod text;
mod uri;
mod visible;
mod words;

use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use self::format::{Detail, Format, Style};
pub use self::json::SCHEMA;
pub use self::lines::folded;
pub use self::render::render;
pub use self::visible::{visible, visible_lines};

use crate::api::SchemaId;
use crate::bump::Bump;
use crate::changes::{Action, Area, Effect, OperationKey, Subject};
use crate::legacy;
use crate::pointer::Pointer;
use crate::source::Document;

/// The version of the JSON format: raised when a field changes its meaning or goes away.
pub const FORMAT: u32 = 1;

/// The finished answer.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// [`FORMAT`].
    pub format: u32,
    /// The old definition.
    pub old: Input,
    /// The new definition.
    pub new: Input,
    /// The policy that made the verdict.
    pub policy: Policy,
    /// The answer.
    pub verdict: Verdict,
    /// The configuration with which both crates were made; only when a command line chose it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<Configuration>,
    /// What the crate of the old definition calls everything, which that of the new one keeps; only when a command line
    /// knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<Names>,
    /// What the answer means for the version of the SDK, when that was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub versions: Option<Versions>,
    /// How much was looked at.
    pub compared: Extent,
    /// Whether only what travels was looked at, and no crate was made.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub wire_only: bool,
    /// Everything that changed, one entry per cause, sorted: those that force the verdict first, then by
    /// level, subject and rule.
    pub entries: Vec<Entry>,
    /// What the official rules say, line by line; empty when they see nothing.
    pub legacy: Vec<LegacyLine>,
    /// Differences that mean nothing, by reason.
    pub ignored: Vec<Ignored>,
    /// Differences that no change and no reason covers; a defect of this program if there is any.
    pub uncovered: Vec<Location>,
    /// The difference of the generated code, as a unified diff; only when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl Report {
    /// The same report with nothing but what breaks.
    #[must_use]
    pub fn breaking(&self) -> Self {
        let breaks = |entry: &&Entry| entry.bump == Bump::Major;
        let entries = self.entries.iter().filter(breaks).cloned().collect();
        Self { entries, ..self.clone() }
    }
}

/// One of the two definitions.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// The file, as the user named it.
    pub name: String,
    /// The title of the API.
    pub title: String,
    /// The version of the API, as the definition states it.
    pub version: String,
}

/// Who decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// The wire and the Rust compiler.
    #[default]
    Rust,
    /// The rules of the official SDKs.
    Official,
}

impl Policy {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Rust, Self::Official];

    /// What the command line and the JSON format call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Official => legacy::POLICY,
        }
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let found = Self::ALL.into_iter().find(|policy| policy.name() == name);
        found.ok_or_else(|| D::Error::custom(format!("`{name}` is no policy")))
    }
}

/// The answer, and where it comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    /// How far the version must move.
    pub bump: Bump,
    /// The reason, a sentence without its period: `2 changes force it; without them it would be minor`.
    pub reason: String,
    /// What it would be without the entries that force it; equal to `bump` when there is none.
    pub otherwise: Bump,
    /// What the changes on the wire ask for.
    pub wire: Bump,
    /// What the changes of the public items of the SDK ask for.
    pub public_api: Bump,
    /// What the official rules ask for.
    pub legacy: Bump,
    /// Whether the generated code differs at all.
    pub code_differs: bool,
    /// How many differences nobody has judged: those that no rule knows, and references that were not followed. The
    /// answer may be too low where there are any.
    pub unknown: usize,
}

/// The configuration with which both crates were made, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Configuration {
    /// The SDK of the repository that it belongs to.
    pub sdk: Option<String>,
    /// The file; `None` when both crates were made without one.
    pub file: Option<String>,
    /// Why it is this one, or none: a clause, such as `OLD is in its folder`.
    pub reason: String,
}

/// Where the names come from that the crate of the old definition has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Names {
    /// The lock; `None` where the old crate counts as a first version.
    pub lock: Option<String>,
    /// Why it is this lock, or none: a clause, such as `OLD is the definition of its release`.
    pub reason: String,
}

/// The version of the SDK before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Versions {
    /// The version that it has.
    pub old: String,
    /// The version that the verdict asks for; the same when nothing is to be released.
    pub new: String,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Extent {
    /// Operations in either definition.
    pub operations: usize,
    /// Models in either definition.
    pub models: usize,
    /// Values in both documents, after pruning.
    pub pointers: usize,
    /// Public items in both SDKs.
    pub items: usize,
    /// References in both documents that lead nowhere or to another file, so that what they stand for was not
    /// compared.
    pub not_followed: usize,
}

/// One cause, with all that follows from it.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The id of the rule. Rules of the wire analysis and rules of the public API analysis have different ids.
    pub rule: String,
    /// Which analysis found the cause.
    pub analysis: Analysis,
    /// What kind of part it is about; `None` in the public API analysis.
    pub area: Option<Area>,
    /// What happened to the part; `None` in the public API analysis.
    pub action: Option<Action>,
    /// The item that a reader looks for, as text: `GET /pets`, `Pet`, `models::Pet`.
    pub subject: String,
    /// The same with its kind; `None` in the public API analysis.
    pub item: Option<Subject>,
    /// Where in the subject, outermost first.
    pub path: Vec<String>,
    /// What happened, a sentence without its period.
    pub sentence: String,
    /// How far the version must move for this entry: the larger of `wire` and `public_api`, unless the
    /// policy file says otherwise.
    pub bump: Bump,
    /// The level on the wire.
    pub wire: Bump,
    /// What an old program feels.
    pub effect: Effect,
    /// The level for Rust callers.
    pub public_api: Bump,
    /// Whether the verdict would be lower without the entries of this kind.
    pub forces: bool,
    /// Where in the old definition.
    pub old: Option<Location>,
    /// Where in the new definition.
    pub new: Option<Location>,
    /// For something removed: the nearest part of the new definition that held it, for annotations.
    pub near: Option<Location>,
    /// The operations that it affects.
    pub operations: Vec<OperationKey>,
    /// The schemas that travel without an operation and that it affects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<SchemaId>,
    /// What Rust callers see.
    pub items: Vec<ItemChange>,
    /// What a maintainer may do to get a smaller bump, or a caller to follow the change.
    pub hint: Option<String>,
    /// Stable name of this very change, for the policy file: the same in every run, whatever the wording.
    pub fingerprint: String,
    /// Why the policy file accepts it or changes its level.
    pub accepted: Option<String>,
}

/// Which analysis found a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Analysis {
    /// The definition changed.
    Wire,
    /// Only the generated code changed: templates, generator or configuration are the cause.
    PublicApi,
}

/// A place in one of the two files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The file, as the user named it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The JSON pointer in the original document.
    pub pointer: String,
    /// What stands there, as the sentence quotes it.
    pub value: Option<String>,
}

impl Location {
    /// The place of a pointer.
    pub fn of(document: &Document, pointer: &Pointer) -> Self {
        let position = document.position(pointer);
        Self {
            file: document.file(pointer).to_owned(),
            line: position.map_or(1, |position| position.line),
            column: position.map_or(1, |position| position.column),
            pointer: pointer.as_str().to_owned(),
            value: None,
        }
    }

    /// The nearest part that still stands around a place of the other definition. Items of a list have no
    /// names, so the list is the nearest.
    pub fn near(document: &Document, pointer: &Pointer) -> Self {
        let mut value = document.value();
        let mut around = Pointer::root();
        for token in pointer.tokens() {
            let Some(inner) = value.as_object().and_then(|members| members.get(&token)) else {
                break;
            };
            value = inner;
            around = around.child(token);
        }
        Self::of(document, &around)
    }
}

/// What Rust callers see of a cause.
#[derive(Clone, Debug, Serialize)]
pub struct ItemChange {
    /// The id of the rule of the public API analysis.
    pub rule: String,
    /// How far the version must move for it.
    pub bump: Bump,
    /// The path of the item, without the name of the crate.
    pub item: String,
    /// Its line in `public-api.txt` before.
    pub old: Option<String>,
    /// Its line after.
    pub new: Option<String>,
    /// The address of the part of Cargo's chapter on semver that says so.
    pub anchor: Option<String>,
    /// Whether the cause stands where the item comes from.
    #[serde(skip)]
    pub certain: bool,
    /// The changes, by number, that would have the same effect without the cause, by place.
    #[serde(skip)]
    pub others: Vec<Arc<[usize]>>,
}

/// One line of the official rules.
#[derive(Clone, Debug, Serialize)]
pub struct LegacyLine {
    /// What the line is listed under.
    pub group: String,
    /// `major`, `minor` or `point`.
    pub impact: String,
    /// The line.
    pub text: String,
}

/// Differences that mean nothing.
#[derive(Clone, Debug, Serialize)]
pub struct Ignored {
    /// Why.
    pub reason: String,
    /// How many.
    pub count: usize,
}
