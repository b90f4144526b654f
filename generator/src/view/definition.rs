//! The types of the `models` module: what each was made for, and what it was in the last version.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use crate::api::{Direction, Schema, SchemaId};
use crate::inherit::{LockedType, UseSite};

/// A type of the `models` module.
#[derive(Clone, Debug)]
pub enum Definition<'a> {
    /// A struct.
    Struct(StructDefinition<'a>),
    /// An open enum of texts.
    Enum(EnumDefinition<'a>),
    /// A text with a type of its own.
    Text(TextDefinition),
    /// An open enum of values of several shapes.
    Union(UnionDefinition<'a>),
}

/// A struct: an object with properties.
#[derive(Clone, Debug)]
pub struct StructDefinition<'a> {
    /// The use site that it was made for.
    pub site: UseSite,
    /// The name of the schema, where the use site is one with a name.
    pub id: Option<&'a SchemaId>,
    /// The wire name, for the header and for configuration keys (`Schema` or `Schema.property`).
    pub key: String,
    /// What that was in the last version.
    pub was: Option<UseSite>,
    /// The schema.
    pub schema: &'a Schema,
    /// Which way it travels.
    pub direction: Direction,
    /// What the last version gave out for it.
    pub locked: Option<&'a LockedType>,
}

/// An open enum.
#[derive(Clone, Debug)]
pub struct EnumDefinition<'a> {
    /// The use sites that use it.
    pub sites: Vec<UseSite>,
    /// Their wire names.
    pub keys: Vec<String>,
    /// What stands there.
    pub schemas: Vec<&'a Schema>,
    /// One line for the registry.
    pub description: Option<String>,
    /// The known values without repetitions: those that the last version knew, in its order, then the others
    /// in document order.
    pub values: IndexSet<String>,
    /// What the definition calls them, where it says so.
    pub value_names: BTreeMap<String, String>,
    /// Those of the values that the definition does not list any more, while it lists others.
    pub retired: BTreeSet<String>,
    /// Whether the definition does not list the values any more.
    pub is_kept: bool,
    /// What the last version gave out for it.
    pub locked: Option<&'a LockedType>,
}

/// A text with a type of its own.
#[derive(Clone, Debug)]
pub struct TextDefinition {
    /// One line for the registry.
    pub description: String,
    /// Whether it must never be shown.
    pub secret: bool,
}

/// An open enum of values of several shapes.
#[derive(Clone, Debug)]
pub struct UnionDefinition<'a> {
    /// The use site that it was made for.
    pub site: UseSite,
    /// The wire name, for the header and for configuration keys (`Schema` or `Schema.property`).
    pub key: String,
    /// The schema.
    pub schema: &'a Schema,
    /// Which way it travels.
    pub direction: Direction,
    /// What the last version gave out for it.
    pub locked: Option<&'a LockedType>,
}
