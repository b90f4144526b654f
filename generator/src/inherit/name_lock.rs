//! What a version of a crate calls everything, as plain data: the part of the lock that `view` reads.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::UseSite;
use crate::names::Ident;

/// What [`NameLock::uses`] says of a use site whose values are plain texts.
pub const PLAIN_TEXT: &str = "String";

/// What [`NameLock::uses`] has for whole numbers that are listed and have no type of their own.
pub const PLAIN_NUMBER: &str = "i64";

/// Everything that a version of a crate gave a name.
///
/// What a *use site* is, [`UseSite`] says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct NameLock {
    /// Tag → the module of its handle.
    pub tags: BTreeMap<String, Ident>,
    /// Tag → the method of the client that gives the handle, for those that are not called like their modules.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub accessors: BTreeMap<String, Ident>,
    /// Module of a handle → the feature that brings it; empty where tags are no features.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub features: BTreeMap<Ident, String>,
    /// Security scheme → the setter of its credential.
    pub credentials: BTreeMap<String, Ident>,
    /// Address of a server, as the definition writes it → the function that gives it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub servers: BTreeMap<String, Ident>,
    /// Error code → variant, in the order of the variants.
    pub error_codes: IndexMap<String, Ident>,
    /// Those of the error codes that the definition does not list any more. A major version drops them.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub retired_error_codes: BTreeSet<String>,
    /// Use site → the type of the values there: one of [`NameLock::types`], or [`PLAIN_TEXT`]. Other use sites
    /// are not listed.
    pub uses: BTreeMap<UseSite, String>,
    /// The types of `models`, by name.
    pub types: BTreeMap<Ident, LockedType>,
    /// The operations, by id.
    pub operations: BTreeMap<String, LockedOperation>,
    /// The names of earlier versions that still work.
    pub aliases: Aliases,
}

/// A type of `models`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LockedType {
    /// What kind of type it is.
    pub kind: TypeKind,
    /// The use sites that it was made for; several when they share it.
    pub uses: BTreeSet<UseSite>,
    /// Whether one of them is a schema with a name of its own.
    #[serde(default)]
    pub is_schema: bool,
    /// The features of tags any of which brings it, none where it is always there. Absent where tags are no features.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub features: Option<BTreeSet<String>>,
    /// Whether callers build it: what has `new` and setters keeps them when it is only received any more. A major version
    /// takes them away.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub built: bool,
    /// The fields that hold another struct by value.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unboxed: BTreeSet<String>,
    /// The fields that hold another struct in a box.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub boxed: BTreeSet<String>,
    /// Property → setter, for those that are not called like their fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub setters: BTreeMap<String, Ident>,
    /// Property → field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Ident>,
    /// Property → the value that whoever sends the struct need not state, as JSON text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub presets: BTreeMap<String, String>,
    /// Value of an enum, or key of a variant of a union → variant, in the order of the variants.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub variants: IndexMap<String, Ident>,
    /// Those of the values that the definition does not list any more. A major version drops them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub retired: BTreeSet<String>,
}

/// What kind of type it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypeKind {
    /// A struct.
    Struct,
    /// An open enum of texts.
    Enum,
    /// An open enum of whole numbers.
    NumberEnum,
    /// A union.
    Union,
    /// A list or a map that holds itself.
    Container,
    /// A text with a type of its own.
    Text,
}

/// Where a body stands (`body`, or the status of a reply) → its media type.
pub type Contents = BTreeMap<String, String>;

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LockedOperation {
    /// The module of its handle.
    pub handle: Ident,
    /// The method of the handle.
    pub method: Ident,
    /// The type of the request.
    pub request: Ident,
    /// Location and name (`query:limit`), or `body` → argument or setter.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, Ident>,
    /// Where a body stands (`body`, or the status of a reply) → its media type, where that is not the preferred one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub contents: Contents,
    /// The property of the reply that holds the items of a list in pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// The enum that a call returns, where what comes back depends on the status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Ident>,
    /// The enum of its error replies, where it has forms of its own for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Ident>,
}

/// Names of earlier versions that still work. A major version drops them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Aliases {
    /// Old name of a type of `models` → what it is now.
    pub types: BTreeMap<Ident, TypeAlias>,
    /// Old methods of handles, sorted.
    pub methods: Vec<MethodAlias>,
    /// Old names of the types of operations, sorted.
    pub requests: Vec<MethodAlias>,
}

/// What an old name of a type stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TypeAlias {
    /// The type.
    pub is: Ident,
    /// The version that brought the alias; `None` until it is released.
    pub since: Option<String>,
}

/// What an old name of a method, or of the type of its operation, stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MethodAlias {
    /// The module of the handle that has the name.
    pub handle: Ident,
    /// The name.
    pub name: Ident,
    /// The operation.
    pub operation: String,
    /// The version that brought the alias; `None` until it is released.
    pub since: Option<String>,
}

impl NameLock {
    /// Whether something of earlier versions is kept that a major version drops.
    pub fn keeps_anything(&self) -> bool {
        let retired = self.types.values().any(|locked| !locked.retired.is_empty());
        retired || !self.retired_error_codes.is_empty() || !self.aliases.is_empty()
    }

    /// Drops everything of earlier versions that was only kept.
    pub fn drop_kept(&mut self) {
        self.aliases = Aliases::default();
        let retired = std::mem::take(&mut self.retired_error_codes);
        self.error_codes.retain(|code, _| !retired.contains(code));
        for locked in self.types.values_mut() {
            locked.features = None;
            locked.built = false;
            let retired = std::mem::take(&mut locked.retired);
            locked.variants.retain(|value, _| !retired.contains(value));
        }
    }
}

impl Aliases {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty() && self.methods.is_empty() && self.requests.is_empty()
    }

    /// Notes the version that brings those that are new.
    pub fn release(&mut self, version: &str) {
        let types = self.types.values_mut().map(|alias| &mut alias.since);
        let calls = self.methods.iter_mut().chain(&mut self.requests).map(|alias| &mut alias.since);
        for since in types.chain(calls) {
            since.get_or_insert_with(|| version.to_owned());
        }
    }
}
