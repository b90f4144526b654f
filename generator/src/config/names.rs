//! `[names]`, `[inherit]` and `[types]`: what everything is called.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// Names that the generated code uses instead of those it would derive.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Names {
    /// The extension that holds an operation's name, before `operationId`.
    pub operation_extension: Option<String>,
    /// What other SDKs put after an operation's name for the variant that returns the whole response; people
    /// find our method by that name too.
    pub response_alias_suffix: Option<String>,
    /// Operation id → method name, `snake_case`.
    #[serde(default)]
    pub operations: BTreeMap<String, String>,
    /// Schema name, or `Schema.property`, or `operationId.parameter` → type name, `PascalCase`. Enums that
    /// are given the same name share one type, which knows the values of all of them.
    #[serde(default)]
    pub schemas: BTreeMap<String, String>,
    /// `Schema.property` or `operationId.parameter` → field, method or argument name, `snake_case`.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Tag → name of the API handle's accessor, `snake_case`.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

/// What is not to be kept of the last release.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Inherit {
    /// Places (`Schema`, `Schema.property`, `operationId.parameter`) that get the type and the name that the
    /// definition gives them now, although callers know them otherwise: a text that now has known values, or
    /// an enum that is any text now. `listPets.body` and `listPets.reply` have the media type that is preferred now.
    #[serde(default)]
    pub renew: BTreeSet<String>,
}

/// A type for values that the definition calls plain text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TextType {
    /// What it stands for; becomes the documentation of the type.
    pub description: String,
    /// Whether the text must never be printed, logged or serialised by accident.
    #[serde(default)]
    pub secret: bool,
    /// Where it occurs: `Schema.property`, or `parameter:name` for every parameter of that name.
    pub at: Vec<String>,
}
