//! The types of the `models` module: what each was made for, and what it was in the last version.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;
use serde_json::Value;

use crate::api::{Direction, Schema, SchemaId};
use crate::inherit::{LockedType, TypeKind, UseSite};

/// A type of the `models` module.
#[derive(Clone, Debug)]
pub enum Definition<'a> {
    /// A struct.
    Struct(StructDefinition<'a>),
    /// An open enum of texts or whole numbers.
    Enum(EnumDefinition<'a>),
    /// A text with a type of its own.
    Text(TextDefinition),
    /// An open enum of values of several shapes.
    Union(UnionDefinition<'a>),
    /// A list or a map that holds itself.
    Container(ContainerDefinition<'a>),
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
    /// Whether the values are whole numbers, in their decimal text here.
    pub is_of_numbers: bool,
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

impl EnumDefinition<'_> {
    /// What kind of type it is.
    pub fn kind(&self) -> TypeKind {
        if self.is_of_numbers { TypeKind::NumberEnum } else { TypeKind::Enum }
    }

    /// One of the values as it stands in JSON.
    pub fn value(&self, text: &str) -> Value {
        let number = text.parse::<i64>().ok().filter(|_| self.is_of_numbers);
        number.map_or_else(|| Value::from(text), Value::from)
    }
}

/// The text by which a value is known; `None` for what is no value of an enum.
pub fn value_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        value => value.as_i64().map(|number| number.to_string()),
    }
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

/// A list or a map that holds itself.
#[derive(Clone, Debug)]
pub struct ContainerDefinition<'a> {
    /// The use site that it was made for.
    pub site: UseSite,
    /// The wire name, for the header and for configuration keys.
    pub key: String,
    /// The schema.
    pub schema: &'a Schema,
    /// Which way it travels.
    pub direction: Direction,
    /// What the last version gave out for it.
    pub locked: Option<&'a LockedType>,
}
