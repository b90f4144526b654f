//! Schemas: the keywords of all versions and of careless authors, in the words of 3.0.
//!
//! Every version is read by the same code, because definitions of each borrow from the others: a list
//! of types, a `nullable`, a `type: file` are understood wherever they stand.

mod demands;
mod items;
mod keywords;
mod members;
mod types;
mod value_names;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::{Map, Value};

use self::demands::nothing;
pub(crate) use self::demands::only_restricts;
use self::keywords::{ANNOTATIONS, IGNORED, KNOWN};
use self::types::Types;
use self::value_names::value_names;
use super::Reader;
use super::mark::{TUPLE, VALUE_NAMES};
use super::origins::PartPlace;
use super::part::Part;
use crate::assertion::one_schema;
use crate::limit::{Found, Limit};
use crate::source::Version;

impl Reader<'_> {
    /// Reads a schema at any place. One that references elsewhere lead to is replaced by a reference to
    /// the named schema that it becomes.
    pub(super) fn schema(&mut self, value: &Value, place: &PartPlace) -> ReferenceOr<Schema> {
        if self.targets.contains(&place.origin) {
            let part = value.as_object().map(|members| Part { members, place });
            return self.stand_in(part, place);
        }
        self.schema_inline(value, place)
    }

    /// Reads a schema where it stands.
    pub(super) fn schema_inline(
        &mut self,
        value: &Value,
        place: &PartPlace,
    ) -> ReferenceOr<Schema> {
        self.schemas += 1;
        let most = self.limits.of(Limit::Schemas);
        if self.schemas > most {
            if self.schemas == most + 1 {
                self.exceeded(Limit::Schemas, Found::More, &place.origin);
            }
            return ReferenceOr::Item(free_form());
        }
        match value {
            Value::Bool(true) | Value::Null => ReferenceOr::Item(free_form()),
            Value::Bool(false) => {
                self.ignored(
                    place,
                    "No value fits this schema; it is taken as any value.".to_owned(),
                );
                ReferenceOr::Item(nothing())
            }
            _ => match self.part(value, place, "a schema") {
                Some(part) => self.schema_object(part),
                None => ReferenceOr::Item(free_form()),
            },
        }
    }

    fn schema_object(&mut self, part: Part<'_>) -> ReferenceOr<Schema> {
        let Some(text) = part.reference() else {
            return ReferenceOr::Item(self.schema_keywords(part));
        };
        match self.schema_target(text, part.place) {
            Some(reference) if part.members.len() == 1 => ReferenceOr::Reference { reference },
            Some(reference) => self.decorated_reference(part, reference),
            None => ReferenceOr::Item(free_form()),
        }
    }

    /// A reference with keywords beside it: an `allOf` of the reference with those keywords. Before 3.1
    /// only those that describe count.
    fn decorated_reference(&mut self, part: Part<'_>, reference: String) -> ReferenceOr<Schema> {
        let beside = |key: &str| key != "$ref" && key != "$comment";
        let annotation = |key: &str| key.starts_with("x-") || ANNOTATIONS.contains(&key);
        let mut members = Map::new();
        for (key, value) in part.members.iter().filter(|(key, _)| beside(key)) {
            if annotation(key) || self.version == Version::OpenApi31 {
                members.insert(key.clone(), value.clone());
            } else if key != "type" {
                let place = part.place.child(key);
                self.ignored(
                    &place,
                    format!("`{key}` beside a `$ref` has no meaning; it is ignored."),
                );
            }
        }
        let reference = ReferenceOr::Reference { reference };
        if members.is_empty() {
            return reference;
        }
        let mut schema = self.schema_keywords(Part { members: &members, place: part.place });
        if let SchemaKind::Any(any) = &mut schema.schema_kind {
            let number = any.all_of.len().to_string();
            self.moved(&part.place.child("allOf"), &number, &part.place.origin);
            any.all_of.push(reference);
        }
        ReferenceOr::Item(schema)
    }

    /// Reads the keywords of a schema that is no reference.
    pub(super) fn schema_keywords(&mut self, part: Part<'_>) -> Schema {
        self.report_keywords(part);
        let mut data = self.schema_data(part);
        let types = self.types(part, &mut data.nullable);
        let any = match types {
            Types::Several(types) if !part.members.contains_key("anyOf") => {
                self.one_variant_per_type(part, &types)
            }
            types => self.any_schema(part, &types, &mut data),
        };
        self.assertions(part, &any, &mut data);
        Schema { schema_data: data, schema_kind: SchemaKind::Any(any) }
    }

    fn report_keywords(&mut self, part: Part<'_>) {
        for key in part.members.keys() {
            if key == "patternProperties" && one_schema(part.members).is_some() {
                continue;
            }
            if IGNORED.contains(&key.as_str()) {
                let message =
                    format!("The generated code does not express `{key}`; it is ignored.");
                self.ignored(&part.place.child(key), message);
            }
        }
        if part.members.keys().any(|key| !KNOWN.contains(&key.as_str())) {
            let known: Vec<&str> = KNOWN.iter().chain(IGNORED).copied().collect();
            self.unknown(part, "a schema", &known);
        }
    }

    /// What a schema says beside its shape.
    pub(super) fn schema_data(&mut self, part: Part<'_>) -> SchemaData {
        let mut extensions = Self::extensions(part);
        extensions.shift_remove("x-nullable");
        SchemaData {
            nullable: self
                .flag(part, "nullable")
                .or_else(|| self.flag(part, "x-nullable"))
                .unwrap_or(false),
            read_only: self.flag(part, "readOnly").unwrap_or(false),
            write_only: self.flag(part, "writeOnly").unwrap_or(false),
            deprecated: self.flag(part, "deprecated").unwrap_or(false),
            external_docs: None,
            example: part.get("example").cloned().or_else(|| first_example(part)),
            title: self.text(part, "title"),
            description: self.text(part, "description"),
            discriminator: self.discriminator(part),
            default: part.get("default").cloned(),
            extensions,
        }
    }

    fn any_schema(&mut self, part: Part<'_>, types: &Types, data: &mut SchemaData) -> AnySchema {
        let mut any = AnySchema {
            typ: types.only().map(str::to_owned),
            pattern: self.text(part, "pattern"),
            multiple_of: self.number(part, "multipleOf"),
            min_properties: self.count(part, "minProperties"),
            max_properties: self.count(part, "maxProperties"),
            min_items: self.count(part, "minItems"),
            max_items: self.count(part, "maxItems"),
            unique_items: self.flag(part, "uniqueItems"),
            min_length: self.count(part, "minLength"),
            max_length: self.count(part, "maxLength"),
            format: self.format(part),
            one_of: self.variants(part, "oneOf"),
            all_of: self.variants(part, "allOf"),
            any_of: self.variants(part, "anyOf"),
            ..AnySchema::default()
        };
        self.limits(part, &mut any);
        self.members(part, &mut any);
        if let Some(first) = self.items(part, &mut any) {
            data.extensions.insert(TUPLE.to_owned(), Value::from(first));
        }
        self.enumeration(part, &mut any, &mut data.nullable);
        let names = value_names(part, &any);
        if !names.is_empty() {
            data.extensions.insert(VALUE_NAMES.to_owned(), Value::Object(names));
        }
        any
    }

    /// The schemas of an `allOf`, `oneOf` or `anyOf`.
    fn variants(&mut self, part: Part<'_>, key: &str) -> Vec<ReferenceOr<Schema>> {
        if !part.members.contains_key(key) {
            return Vec::new();
        }
        let place = part.place.child(key);
        let values = self.list(part, key).unwrap_or_default();
        let numbered = values.iter().enumerate();
        numbered.map(|(number, value)| self.schema(value, &place.child(number))).collect()
    }
}

/// A schema that any value fits.
pub(super) fn free_form() -> Schema {
    Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Any(AnySchema::default()),
    }
}

/// 3.1 lists examples; the first will do. Where they are named, the first by name.
fn first_example(part: Part<'_>) -> Option<Value> {
    match part.get("examples")? {
        Value::Array(examples) => examples.first().cloned(),
        Value::Object(examples) => {
            let first = examples.iter().min_by_key(|(name, _)| *name);
            first.map(|(_, example)| example.get("value").unwrap_or(example).clone())
        }
        _ => None,
    }
}
