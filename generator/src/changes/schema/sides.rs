//! The two definitions, as the comparison of schemas asks about them: where a reference leads, what is
//! said about a value on the way there, and which named schema a place belongs to.

use std::collections::{HashMap, HashSet};

use super::annotations::Annotations;
use crate::api::{AdditionalProperties, Api, Assertion, Schema, SchemaId, Shape};
use crate::pointer::Pointer;

/// Both definitions.
pub(super) struct SchemaSides<'a> {
    pub(super) old: SchemaSide<'a>,
    pub(super) new: SchemaSide<'a>,
}

/// One definition.
pub(super) struct SchemaSide<'a> {
    api: &'a Api,
    names: HashMap<*const Schema, &'a SchemaId>,
    places: HashMap<&'a str, &'a SchemaId>,
    /// The named schemas that are only references. Kept because chains of them may be long.
    aliases: HashMap<&'a SchemaId, Alias<'a>>,
}

/// What a reference is worth.
#[derive(Clone, Copy)]
struct Alias<'a> {
    /// Where it leads in the end.
    target: &'a Schema,
    /// What is said on the whole way.
    annotations: Annotations<'a>,
    /// The first schema on the way, itself included, that demands something beside shape and limits.
    demanding: Option<&'a Schema>,
}

impl<'a> Alias<'a> {
    /// The end of a way.
    fn end(target: &'a Schema, annotations: Annotations<'a>) -> Self {
        Self { target, annotations, demanding: demanding(target) }
    }
}

/// The schema, if it demands something beside shape and limits.
fn demanding(schema: &Schema) -> Option<&Schema> {
    Some(schema).filter(|schema| !schema.assertions.is_empty())
}

impl<'a> SchemaSides<'a> {
    pub(super) fn new(old: &'a Api, new: &'a Api) -> Self {
        Self { old: SchemaSide::new(old), new: SchemaSide::new(new) }
    }
}

impl<'a> SchemaSide<'a> {
    fn new(api: &'a Api) -> Self {
        let mut side =
            Self { api, names: HashMap::new(), places: HashMap::new(), aliases: HashMap::new() };
        for (id, schema) in &api.schemas {
            side.names.insert(schema, id);
            side.places.insert(schema.pointer.as_str(), id);
        }
        for id in api.schemas.keys() {
            side.follow_alias(id);
        }
        side
    }

    /// Follows a chain of references to its end, and notes the end for each schema on the way.
    fn follow_alias(&mut self, start: &'a SchemaId) {
        let api = self.api;
        let mut way: Vec<(&'a SchemaId, &'a Schema)> = Vec::new();
        let mut on_way = HashSet::new();
        let mut next = Some(start);
        let mut end = None;
        while let Some((id, schema)) = next.and_then(|id| api.schemas.get_key_value(id)) {
            if let Some(known) = self.aliases.get(id) {
                end = Some(*known);
                break;
            }
            let Some(further) = schema.reference().filter(|_| on_way.insert(id)) else {
                end = Some(Alias::end(schema, Annotations::of(schema)));
                break;
            };
            way.push((id, schema));
            next = Some(further);
        }
        // A reference that leads nowhere is its own end.
        let nowhere = way.last().map(|(_, schema)| Alias::end(schema, Annotations::default()));
        let Some(mut alias) = end.or(nowhere) else { return };
        for (id, schema) in way.into_iter().rev() {
            alias.annotations = Annotations::of(schema).over(alias.annotations);
            alias.demanding = demanding(schema).or(alias.demanding);
            self.aliases.insert(id, alias);
        }
    }

    /// All named schemas, sorted.
    pub(super) fn schemas(&self) -> impl Iterator<Item = (&'a SchemaId, &'a Schema)> + use<'a> {
        self.api.schemas.iter()
    }

    /// The schema of this name.
    pub(super) fn get(&self, id: &SchemaId) -> Option<&'a Schema> {
        self.api.schemas.get(id)
    }

    /// The name of a schema, if it is a named one.
    pub(super) fn name(&self, schema: &Schema) -> Option<&'a SchemaId> {
        self.names.get(&std::ptr::from_ref(schema)).copied()
    }

    /// The schema that a reference leads to directly.
    pub(super) fn step(&self, schema: &'a Schema) -> Option<&'a Schema> {
        schema.reference().and_then(|id| self.get(id))
    }

    /// The schema that has the shape of a value: itself, or the end of its references.
    pub(super) fn target(&self, schema: &'a Schema) -> &'a Schema {
        let Some(id) = schema.reference() else { return schema };
        match self.aliases.get(id) {
            Some(alias) => alias.target,
            None => self.get(id).unwrap_or(schema),
        }
    }

    /// All that is said about a value, on the way along its references too.
    pub(super) fn annotations(&self, schema: &'a Schema) -> Annotations<'a> {
        let own = Annotations::of(schema);
        let Some(id) = schema.reference() else { return own };
        match self.aliases.get(id) {
            Some(alias) => own.over(alias.annotations),
            None => self.get(id).map_or(own, |target| own.over(Annotations::of(target))),
        }
    }

    /// All that is demanded of a value beside its shape and its limits, on the way along its references too.
    pub(super) fn assertions(&self, schema: &'a Schema) -> Vec<&'a Assertion> {
        let mut found: Vec<&'a Assertion> = schema.assertions.iter().collect();
        let mut seen = HashSet::new();
        let mut next = schema.reference();
        while let Some(demanding) = next.and_then(|id| self.demanding(id)) {
            if !seen.insert(std::ptr::from_ref(demanding)) {
                break;
            }
            found.extend(&demanding.assertions);
            next = demanding.reference();
        }
        found
    }

    /// The first schema from a named one on, along its references, that demands something beside shape and limits.
    fn demanding(&self, id: &SchemaId) -> Option<&'a Schema> {
        match self.aliases.get(id) {
            Some(alias) => alias.demanding,
            None => self.get(id).and_then(demanding),
        }
    }

    /// Whether the members of an object beside its properties are of one type.
    pub(super) fn is_typed(&self, additional: &'a AdditionalProperties) -> bool {
        match additional {
            AdditionalProperties::Typed(schema) => {
                SchemaKind::of(self.target(schema)) != SchemaKind::Any
            }
            _ => false,
        }
    }

    /// The named schema that an object takes over what stands at a place; `None` when it is its own.
    pub(super) fn taken_over(&self, object: &Schema, place: &Pointer) -> Option<&'a SchemaId> {
        let rest = place.as_str().strip_prefix(object.pointer.as_str());
        if rest.is_some_and(|rest| rest.starts_with('/')) {
            return None;
        }
        let owner = self.owner(place)?;
        (Some(owner) != self.owner(&object.pointer)).then_some(owner)
    }

    /// The named schema that a place is in.
    pub(super) fn owner(&self, pointer: &Pointer) -> Option<&'a SchemaId> {
        let mut around = pointer.as_str();
        loop {
            if let Some(id) = self.places.get(around) {
                return Some(id);
            }
            around = around.rsplit_once('/')?.0;
        }
    }
}

/// What a value is on the wire, coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum SchemaKind {
    Any,
    Boolean,
    Integer,
    Number,
    String,
    File,
    Array,
    Tuple,
    Object,
    /// An object without properties, whose members are all of one type.
    Map,
    Union,
}

impl SchemaKind {
    /// The kind of a schema that is no reference; a reference that leads nowhere may be anything.
    pub(super) fn of(schema: &Schema) -> Self {
        match &schema.shape {
            Shape::Any | Shape::Reference { .. } => Self::Any,
            Shape::Boolean => Self::Boolean,
            Shape::Integer { .. } => Self::Integer,
            Shape::Number { .. } => Self::Number,
            Shape::String { .. } => Self::String,
            Shape::File => Self::File,
            Shape::Array { .. } => Self::Array,
            Shape::Tuple { .. } => Self::Tuple,
            Shape::Object { properties, additional } => match additional {
                AdditionalProperties::Typed(_) if properties.is_empty() => Self::Map,
                _ => Self::Object,
            },
            Shape::Union { .. } => Self::Union,
        }
    }

    /// The kind in the words of the specification.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::File => "file",
            Self::Array => "array",
            Self::Tuple => "tuple",
            Self::Object => "object",
            Self::Map => "map",
            Self::Union => "union",
        }
    }

    /// Whether it is one text when it is written into a path, a query or a header.
    pub(super) fn is_scalar(self) -> bool {
        matches!(self, Self::Boolean | Self::Integer | Self::Number | Self::String)
    }

    /// Whether the same limits and lists of values can be about both kinds.
    pub(super) fn shares_limits(self, other: Self) -> bool {
        let number = |kind| matches!(kind, Self::Integer | Self::Number);
        let object = |kind| matches!(kind, Self::Object | Self::Map);
        self == other || (number(self) && number(other)) || (object(self) && object(other))
    }
}
