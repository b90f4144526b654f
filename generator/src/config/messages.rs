//! `[messages]` and `[unions]`: what travels without an operation, over a socket or to a webhook, and what tells the
//! kinds of it apart.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// Schemas that travel without an operation. With `[prune]` they are kept, and all that they refer to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Messages {
    /// What the client sends, by the names of schemas.
    #[serde(default)]
    pub sent: Vec<String>,
    /// What the client receives. A schema may be in both lists.
    #[serde(default)]
    pub received: Vec<String>,
}

/// A union that the definition does not state: a schema of this name is added to it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TaggedUnion {
    /// What it is; becomes the documentation of the type.
    pub description: Option<String>,
    /// The member whose value tells the variants apart.
    pub tag: String,
    /// The schema of the object around every variant, where the tag stands beside what it tells apart.
    pub envelope: Option<String>,
    /// The member of the envelope that holds what the tag tells apart.
    pub content: Option<String>,
    /// What each value of the tag means.
    pub variants: BTreeMap<String, TaggedVariant>,
}

impl TaggedUnion {
    /// Whether several values mean what this one does.
    pub(crate) fn is_shared(&self, variant: &TaggedVariant) -> bool {
        self.variants.values().filter(|other| *other == variant).count() > 1
    }
}

/// What a value of the tag means.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum TaggedVariant {
    /// The schema of this name.
    Named(String),
    /// A schema that is written here.
    Inline(Value),
}

/// What the configuration adds to the definition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Additions<'a> {
    pub(crate) messages: &'a Messages,
    pub(crate) unions: &'a BTreeMap<String, TaggedUnion>,
}

impl Additions<'static> {
    /// For a definition that is whole.
    pub(crate) const NONE: Self = Self {
        messages: &Messages { sent: Vec::new(), received: Vec::new() },
        unions: &BTreeMap::new(),
    };
}

impl Messages {
    /// Whether nothing travels without an operation, as far as the configuration says.
    pub(crate) fn is_empty(&self) -> bool {
        self.sent.is_empty() && self.received.is_empty()
    }
}
