//! Schemas without composition: what is said about a value, and its shape.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties as Additional, AnySchema, ReferenceOr, SchemaData, SchemaKind,
};
use serde_json::Value;

use super::numbers::limit;
use super::{Resolver, extensions, marked, non_empty};
use crate::api::{AdditionalProperties, Assertion, Constraints, NOTHING, Property, Schema, Shape};
use crate::diagnostic::Code;
use crate::limit::{Found, Limit};
use crate::normalise::mark::{ASSERTIONS, TUPLE, VALUE_NAMES};
use crate::pointer::Pointer;

/// A schema of `openapiv3`, however it is boxed.
#[derive(Clone, Copy)]
pub(super) enum SchemaRef<'a> {
    Reference(&'a str),
    Item(&'a openapiv3::Schema),
}

impl<'a> From<&'a ReferenceOr<openapiv3::Schema>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<openapiv3::Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<openapiv3::Schema>>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Box<openapiv3::Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

/// The keywords of a schema; `normalise` makes no schema of another kind.
pub(super) fn keywords(schema: &openapiv3::Schema) -> Option<&AnySchema> {
    match &schema.schema_kind {
        SchemaKind::Any(any) => Some(any),
        _ => None,
    }
}

/// How many bytes of text a schema says itself, the schemas inside it left out.
fn said(schema: &openapiv3::Schema) -> usize {
    let data = &schema.schema_data;
    let texts = [&data.title, &data.description].into_iter().flatten().map(String::len);
    let values = keywords(schema).into_iter().flat_map(|any| &any.enumeration);
    let examples = [&data.default, &data.example].into_iter().flatten();
    texts.chain(values.chain(examples).map(size)).sum()
}

/// How many bytes a value holds, about.
fn size(value: &serde_json::Value) -> usize {
    use serde_json::Value;
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.iter().map(|(key, value)| key.len() + size(value)).sum(),
        _ => 1,
    }
}

impl<'a> Resolver<'a> {
    /// A schema at any place.
    pub(super) fn schema(&mut self, schema: impl Into<SchemaRef<'a>>, here: &Pointer) -> Schema {
        self.work += 1;
        let most = self.limits.of(Limit::Schemas);
        if self.work > most {
            if self.work == most + 1 {
                self.exceeded(Code::InputTooLarge, Limit::Schemas, Found::More, here);
            }
            return Schema::default();
        }
        match schema.into() {
            SchemaRef::Item(schema) if !self.say(said(schema), here) => Schema::default(),
            SchemaRef::Item(schema) => self.inline(schema, here),
            SchemaRef::Reference(reference) => {
                let shape = self.reference_shape(reference, here);
                Schema::new(self.origins.original(here), shape)
            }
        }
    }

    pub(super) fn inline(&mut self, schema: &'a openapiv3::Schema, here: &Pointer) -> Schema {
        let mut resolved = self.described(schema, here);
        if let Some(any) = keywords(schema) {
            if any.all_of.is_empty() && any.one_of.is_empty() && any.any_of.is_empty() {
                resolved.shape = self.plain(schema, any, here);
            } else {
                self.compose(schema, any, here, &mut resolved);
            }
            resolved.nullable |= any.typ.as_deref() == Some("null");
        }
        resolved
    }

    /// What a schema says beside its shape.
    pub(super) fn described(&self, schema: &openapiv3::Schema, here: &Pointer) -> Schema {
        let data = &schema.schema_data;
        let any = keywords(schema);
        Schema {
            pointer: self.origins.original(here),
            stated_at: BTreeMap::new(),
            parts: Vec::new(),
            additional_at: None,
            title: non_empty(data.title.as_ref()),
            description: non_empty(data.description.as_ref()),
            deprecated: data.deprecated,
            nullable: data.nullable,
            read_only: data.read_only,
            write_only: data.write_only,
            default: data.default.clone(),
            example: data.example.clone(),
            enumeration: any.map(|any| any.enumeration.clone()).unwrap_or_default(),
            is_open: false,
            value_names: value_names(data),
            is_recursive: false,
            within: None,
            constraints: any.map(constraints).unwrap_or_default(),
            overruled: Vec::new(),
            assertions: self.assertions(schema, here),
            bases: Vec::new(),
            extensions: extensions(&data.extensions),
            shape: Shape::Any,
        }
    }

    /// What a schema demands beside its shape and its limits.
    pub(super) fn assertions(&self, schema: &openapiv3::Schema, here: &Pointer) -> Vec<Assertion> {
        let stated = schema.schema_data.extensions.get(ASSERTIONS).and_then(Value::as_array);
        let assertion = |stated: &Value| {
            let keyword = stated.get("keyword")?.as_str()?;
            let key = stated.get("key")?.as_str();
            let around = self.origins.original(here);
            let stands_at = match (keyword, key) {
                (NOTHING, _) => around,
                (keyword, None) => around.child(keyword),
                (keyword, Some(key)) => around.child(keyword).child(key),
            };
            let targets = stated.get("targets")?.as_array()?;
            let target = |target: &Value| target.as_str().map(Pointer::from_escaped);
            Some(Assertion {
                pointer: stands_at,
                keyword: keyword.to_owned(),
                key: key.map(str::to_owned),
                value: stated.get("value")?.clone(),
                targets: targets.iter().filter_map(target).collect(),
            })
        };
        stated.into_iter().flatten().filter_map(assertion).collect()
    }

    /// The shape that the type says.
    pub(super) fn plain(
        &mut self,
        schema: &'a openapiv3::Schema,
        any: &'a AnySchema,
        here: &Pointer,
    ) -> Shape {
        let format = any.format.clone();
        match any.typ.as_deref() {
            Some("boolean") => Shape::Boolean,
            Some("integer") => Shape::Integer { format },
            Some("number") => Shape::Number { format },
            Some("string") => Shape::String { format },
            Some("array") => self.array(schema, any, here),
            Some("object") => self.object(any, here),
            _ => Shape::Any,
        }
    }

    fn array(
        &mut self,
        schema: &'a openapiv3::Schema,
        any: &'a AnySchema,
        here: &Pointer,
    ) -> Shape {
        let here = here.child("items");
        let tuple = schema.schema_data.extensions.get(TUPLE).and_then(Value::as_u64);
        if let (Some(first), Some(ReferenceOr::Item(items))) = (tuple, &any.items) {
            return self.tuple(first, items, &here);
        }
        let items = match &any.items {
            Some(items) => self.schema(items, &here),
            None => Schema::new(self.origins.original(&here), Shape::Any),
        };
        Shape::Array { items: Box::new(items), unique: any.unique_items.unwrap_or(false) }
    }

    /// The items of a tuple are the variants of an `anyOf`; see the marks of `normalise`.
    fn tuple(&mut self, first: u64, items: &'a openapiv3::Schema, here: &Pointer) -> Shape {
        let here = here.child("anyOf");
        let variants = keywords(items).map(|any| any.any_of.as_slice()).unwrap_or_default();
        let first = usize::try_from(first).unwrap_or(usize::MAX).min(variants.len());
        let mut schemas: Vec<Schema> = Vec::with_capacity(variants.len());
        for (number, variant) in variants.iter().enumerate() {
            schemas.push(self.schema(variant, &here.child(number)));
        }
        let rest = schemas.split_off(first).into_iter().next().map(Box::new);
        Shape::Tuple { items: schemas, rest }
    }

    fn object(&mut self, any: &'a AnySchema, here: &Pointer) -> Shape {
        let holder = here.child("properties");
        let mut properties = indexmap::IndexMap::with_capacity(any.properties.len());
        for (name, schema) in &any.properties {
            let required = any.required.contains(name);
            let schema = self.schema(schema, &holder.child(name));
            properties.insert(name.clone(), Property { required, schema });
        }
        let additional = self.additional(any.additional_properties.as_ref(), here);
        Shape::Object { properties, additional }
    }

    pub(super) fn additional(
        &mut self,
        additional: Option<&'a Additional>,
        here: &Pointer,
    ) -> AdditionalProperties {
        match additional {
            None => AdditionalProperties::Unspecified,
            Some(Additional::Any(false)) => AdditionalProperties::Forbidden,
            Some(Additional::Any(true)) => AdditionalProperties::Any,
            Some(Additional::Schema(schema)) => {
                let schema = self.schema(schema.as_ref(), &here.child("additionalProperties"));
                AdditionalProperties::Typed(Box::new(schema))
            }
        }
    }
}

fn value_names(data: &SchemaData) -> IndexMap<String, String> {
    let named = marked(&data.extensions, VALUE_NAMES);
    named.into_iter().filter_map(|(value, name)| Some((value, name.as_str()?.to_owned()))).collect()
}

pub(super) fn constraints(any: &AnySchema) -> Constraints {
    let count = |count: Option<usize>| count.and_then(|count| u64::try_from(count).ok());
    Constraints {
        minimum: any.minimum.and_then(limit),
        exclusive_minimum: any.exclusive_minimum.unwrap_or(false),
        maximum: any.maximum.and_then(limit),
        exclusive_maximum: any.exclusive_maximum.unwrap_or(false),
        multiple_of: any.multiple_of.and_then(limit),
        min_length: count(any.min_length),
        max_length: count(any.max_length),
        pattern: any.pattern.clone(),
        min_items: count(any.min_items),
        max_items: count(any.max_items),
        min_properties: count(any.min_properties),
        max_properties: count(any.max_properties),
    }
}
