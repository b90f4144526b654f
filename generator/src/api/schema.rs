//! Schemas: the shape of a value on the wire and what the definition says about it.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Number, Value};

use super::{Extensions, SchemaId};
use crate::pointer::Pointer;

/// A value on the wire.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Schema {
    /// Where the definition says it.
    pub pointer: Pointer,
    /// Other places that it is made of: members of an `allOf`, the only variant of a union.
    #[serde(skip)]
    pub parts: Vec<Pointer>,
    /// The composition that it is a variant of, with what stands beside the union there: the same variant is another
    /// schema in another composition.
    #[serde(skip)]
    pub within: Option<Pointer>,
    /// Where a composition says what the object may hold beside its properties, when one of its parts does.
    #[serde(skip)]
    pub additional_at: Option<Pointer>,
    /// A short name for people.
    pub title: Option<String>,
    /// What the value means, `CommonMark`.
    pub description: Option<String>,
    /// Whether new code should not use it.
    pub deprecated: bool,
    /// Whether `null` is allowed.
    pub nullable: bool,
    /// Only sent by the server.
    pub read_only: bool,
    /// Only sent by the client.
    pub write_only: bool,
    /// What the server assumes when the value is absent.
    pub default: Option<Value>,
    /// A sample value.
    pub example: Option<Value>,
    /// The only values allowed, when the definition lists them; never empty otherwise. A `null`
    /// among them has become [`Schema::nullable`].
    pub enumeration: Vec<Value>,
    /// Whether the listed values are only those that are known: the definition allows others beside them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_open: bool,
    /// What the definition calls the listed values, by their JSON text.
    #[serde(skip)]
    pub value_names: IndexMap<String, String>,
    /// Whether it is a list or a map that holds itself, with nothing but lists and maps between.
    #[serde(skip)]
    pub is_recursive: bool,
    /// Limits that the server checks; they never stop a client from decoding.
    pub constraints: Constraints,
    /// The named schemas that an `allOf` merged into this one, in document order.
    pub bases: Vec<SchemaId>,
    /// Vendor extensions.
    pub extensions: Extensions,
    /// The shape.
    pub shape: Shape,
}

/// The shape of a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum Shape {
    /// Any JSON value.
    #[default]
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number; `int32`, `int64` …
    Integer {
        /// The `format`, verbatim.
        format: Option<String>,
    },
    /// A number; `float`, `double` …
    Number {
        /// The `format`, verbatim.
        format: Option<String>,
    },
    /// A text; `date-time`, `uuid`, `binary` …
    String {
        /// The `format`, verbatim.
        format: Option<String>,
    },
    /// A file, as a whole request or response body or as a part of a form.
    File,
    /// A list.
    Array {
        /// The shape of each item.
        items: Box<Schema>,
        /// Whether no item may occur twice.
        unique: bool,
    },
    /// A list whose first items each have a shape of their own.
    Tuple {
        /// The shapes of the first items.
        items: Vec<Schema>,
        /// The shape of the items after them; `None` when there may be none.
        rest: Option<Box<Schema>>,
    },
    /// An object. Without properties and with typed additional ones it is a map.
    Object {
        /// The properties, in document order.
        properties: IndexMap<String, Property>,
        /// What else it may hold.
        additional: AdditionalProperties,
    },
    /// One of several shapes (`oneOf`, `anyOf`).
    Union {
        /// Whether exactly one or at least one shape applies.
        kind: UnionKind,
        /// The shapes, in document order.
        variants: Vec<Schema>,
        /// The property whose value tells which.
        discriminator: Option<Discriminator>,
    },
    /// The schema of this name, to which this one may add a description and flags.
    Reference {
        /// The name.
        id: SchemaId,
    },
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Property {
    /// Whether the definition says it is always there. Real services omit some all the same.
    pub required: bool,
    /// The value.
    pub schema: Schema,
}

/// What an object may hold beside its properties.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "type", content = "schema")]
pub enum AdditionalProperties {
    /// The definition does not say: unknown members are tolerated and dropped.
    #[default]
    Unspecified,
    /// The definition says there are none; they are tolerated all the same.
    Forbidden,
    /// Any.
    Any,
    /// Values of this shape.
    Typed(Box<Schema>),
}

/// Whether exactly one (`oneOf`) or at least one (`anyOf`) shape applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnionKind {
    /// `oneOf`.
    OneOf,
    /// `anyOf`.
    AnyOf,
}

/// The property that tells which shape of a union applies.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Discriminator {
    /// The name of the property.
    pub property: String,
    /// Its values and the schemas they select.
    pub mapping: IndexMap<String, SchemaId>,
}

/// Limits of a value; `None` where the definition sets none.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Constraints {
    /// The smallest number.
    pub minimum: Option<Number>,
    /// Whether the smallest number itself is excluded.
    pub exclusive_minimum: bool,
    /// The largest number.
    pub maximum: Option<Number>,
    /// Whether the largest number itself is excluded.
    pub exclusive_maximum: bool,
    /// The number must be a multiple of this one.
    pub multiple_of: Option<Number>,
    /// The fewest characters.
    pub min_length: Option<u64>,
    /// The most characters.
    pub max_length: Option<u64>,
    /// A regular expression for the text.
    pub pattern: Option<String>,
    /// The fewest items.
    pub min_items: Option<u64>,
    /// The most items.
    pub max_items: Option<u64>,
    /// The fewest members.
    pub min_properties: Option<u64>,
    /// The most members.
    pub max_properties: Option<u64>,
}

impl Schema {
    /// A schema of this shape, from this place, about which the definition says nothing else.
    pub fn new(pointer: Pointer, shape: Shape) -> Self {
        Self { pointer, shape, ..Self::default() }
    }

    /// The schemas directly inside this one, with references not followed.
    pub fn children(&self) -> Vec<&Schema> {
        match &self.shape {
            Shape::Array { items, .. } => vec![items],
            Shape::Tuple { items, rest } => items.iter().chain(rest.as_deref()).collect(),
            Shape::Object { properties, additional } => {
                let typed = match additional {
                    AdditionalProperties::Typed(schema) => Some(schema.as_ref()),
                    _ => None,
                };
                properties.values().map(|property| &property.schema).chain(typed).collect()
            }
            Shape::Union { variants, .. } => variants.iter().collect(),
            Shape::Any
            | Shape::Boolean
            | Shape::Integer { .. }
            | Shape::Number { .. }
            | Shape::String { .. }
            | Shape::File
            | Shape::Reference { .. } => Vec::new(),
        }
    }

    /// Whether it is bytes: a file, or a text that is said to be binary.
    pub fn is_binary(&self) -> bool {
        match &self.shape {
            Shape::File => true,
            Shape::String { format } => format.as_deref() == Some("binary"),
            _ => false,
        }
    }

    /// The name of the schema that this one refers to, if that is all it does.
    pub fn reference(&self) -> Option<&SchemaId> {
        match &self.shape {
            Shape::Reference { id } => Some(id),
            _ => None,
        }
    }
}
