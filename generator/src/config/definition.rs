//! `[prune]`, `overlays` and `[[overlay]]`: what is kept of the definition, and what is corrected in it.

use serde::Deserialize;
use serde_json::Value;

/// Which part of the definition is kept. Without any rule everything is; with several kinds of rules an
/// operation must satisfy each kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Prune {
    /// Keep operations whose path starts with one of these.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Keep operations that have one of these tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Keep operations with one of these ids.
    #[serde(default)]
    pub operations: Vec<String>,
}

/// One correction of the definition. It must apply, or the run fails: a correction that upstream has made
/// superfluous is to be removed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Correction {
    /// The JSON pointer of the place that is corrected.
    pub at: String,
    /// Why the definition is wrong.
    pub reason: String,
    /// What must stand there now; when it is absent, anything may.
    pub expect: Option<Value>,
    /// What shall stand there.
    pub set: Option<Value>,
    /// Members that are added to the object there.
    pub merge: Option<Value>,
    /// Whether the place is removed.
    #[serde(default)]
    pub remove: bool,
}

/// An overlay file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverlayText {
    /// What the reports call it.
    pub name: String,
    /// What it holds.
    pub text: String,
}
