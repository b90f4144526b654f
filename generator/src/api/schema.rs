//! Schemas: the shape of a value on the wire and what the definition says about it.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

use super::{Constraints, Extensions, SchemaId};
use crate::pointer::Pointer;

/// The keyword of the assertion that no value meets: the schema `false`.
pub const NOTHING: &str = "false";

/// A value on the wire.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Schema {
    /// Where the definition says it.
    pub pointer: Pointer,
    /// Where it is stated what another part of a composition says, by keyword. What is not here stands at `pointer`.
    #[serde(skip)]
    pub stated_at: BTreeMap<&'static str, Pointer>,
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
    /// Limits of parts of a composition, with their places, of which another part sets a stricter one.
    #[serde(skip)]
    pub overruled: Vec<(Pointer, Value)>,
    /// What else the server checks, and no code is generated from.
    #[serde(skip)]
    pub assertions: Vec<Assertion>,
    /// The named schemas that an `allOf` merged into this one, in document order.
    pub bases: Vec<SchemaId>,
    /// Vendor extensions.
    pub extensions: Extensions,
    /// The shape.
    pub shape: Shape,
}

/// A demand on a value beside its shape and its limits: `contains`, `not`, `if` and the like.
#[derive(Clone, Debug, PartialEq)]
pub struct Assertion {
    /// Where it stands.
    pub pointer: Pointer,
    /// The keyword that makes it, the first one where several belong together; `false` where no value is allowed.
    pub keyword: String,
    /// The member of the keyword, where each of them is a demand of its own.
    pub key: Option<String>,
    /// What is demanded, in a form in which equal demands are equal.
    pub value: Value,
    /// The places that references in it lead to.
    pub targets: Vec<Pointer>,
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

impl Assertion {
    /// Whether another assertion demands the same, wherever it stands.
    pub fn demands_the_same(&self, other: &Self) -> bool {
        (&self.keyword, &self.key, &self.value) == (&other.keyword, &other.key, &other.value)
    }

    /// Where it stands, with the keywords that belong to it and what its references lead to.
    pub fn places(&self) -> Vec<Pointer> {
        let around = self.pointer.parent().unwrap_or_default();
        let beside: &[&str] = match self.keyword.as_str() {
            "contains" => &["minContains", "maxContains"],
            "if" => &["then", "else"],
            _ => &[],
        };
        let beside = beside.iter().map(|keyword| around.child(keyword));
        let own = std::iter::once(self.pointer.clone());
        own.chain(beside).chain(self.targets.iter().cloned()).collect()
    }
}

impl Schema {
    /// A schema of this shape, from this place, about which the definition says nothing else.
    pub fn new(pointer: Pointer, shape: Shape) -> Self {
        Self { pointer, shape, ..Self::default() }
    }

    /// Where a keyword stands, if this schema has it.
    pub fn place(&self, keyword: &str) -> Pointer {
        self.stated_at.get(keyword).cloned().unwrap_or_else(|| self.pointer.child(keyword))
    }

    /// Whether there is enough to it for a type of its own: an object with properties, a list of texts to choose from, a
    /// union, or what holds itself.
    pub fn needs_type(&self) -> bool {
        match &self.shape {
            Shape::Object { properties, .. } => !properties.is_empty() || self.is_recursive,
            Shape::Union { variants, .. } => !variants.is_empty(),
            Shape::String { .. } => {
                !self.enumeration.is_empty() && self.enumeration.iter().all(Value::is_string)
            }
            Shape::Integer { .. } => self.has_named_numbers(),
            Shape::Array { .. } | Shape::Tuple { .. } => self.is_recursive,
            _ => false,
        }
    }

    /// Whether it lists whole numbers and has names for them. Numbers without names have nothing to call a variant by:
    /// they stay numbers, and the documentation lists them.
    fn has_named_numbers(&self) -> bool {
        let values = &self.enumeration;
        !self.value_names.is_empty() && values.iter().all(|value| value.as_i64().is_some())
    }

    /// Whether no value is allowed.
    pub fn allows_nothing(&self) -> bool {
        self.assertions.iter().any(|assertion| assertion.keyword == NOTHING)
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
