//! The variants of a union: what each is called among the others, and what its discriminator says.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::api::{AdditionalProperties, Api, Discriminator, Operation, Schema, SchemaId, Shape};
use crate::names::pascal;

/// How deep words are made of what a list or a map holds.
const DEPTH: usize = 4;

/// What a variant is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct VariantName {
    /// What tells it from the others, whatever their order: part of its use site and of the lock.
    pub key: String,
    /// What its name is made of.
    pub word: String,
}

/// What the variants of a union are called, in order.
pub(super) fn variant_names(variants: &[Schema]) -> Vec<VariantName> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let names = variants.iter().map(|variant| {
        let VariantName { key, word } = name_of(variant);
        let number = seen.entry(key.clone()).or_default();
        *number += 1;
        match *number {
            1 => VariantName { key, word },
            number => {
                VariantName { key: format!("{key}#{number}"), word: format!("{word}{number}") }
            }
        }
    });
    names.collect()
}

/// A schema with a name is called so, others by their title, by the only value of one of their members, by the
/// schema that they extend, and by their shape in the end.
fn name_of(variant: &Schema) -> VariantName {
    if let Some(id) = variant.reference() {
        return of_schema(id);
    }
    let constant = only_value(variant);
    if let Some(text) = variant.title.clone().or(constant).filter(|text| !pascal(text).is_empty()) {
        return VariantName { word: pascal(&text), key: text };
    }
    if let Some(id) = variant.bases.last() {
        return of_schema(id);
    }
    let word = word_of_shape(variant, DEPTH);
    VariantName { key: format!("<{word}>"), word }
}

fn of_schema(id: &SchemaId) -> VariantName {
    let word = pascal(id.as_str().rsplit('/').next().unwrap_or_default());
    VariantName { key: id.to_string(), word }
}

/// The text that the first property with a single value has, by the order of the names.
fn only_value(schema: &Schema) -> Option<String> {
    let Shape::Object { properties, .. } = &schema.shape else { return None };
    let values = properties.iter().filter_map(|(name, property)| {
        match (property.required, property.schema.enumeration.as_slice()) {
            (true, [Value::String(text)]) => Some((name, text)),
            _ => None,
        }
    });
    values.min().map(|(_, text)| text.clone())
}

fn word_of_shape(schema: &Schema, depth: usize) -> String {
    let inner = |schema: &Schema| match (schema.reference(), depth) {
        (Some(id), _) => of_schema(id).word,
        (None, 0) => String::new(),
        (None, depth) => word_of_shape(schema, depth - 1),
    };
    match &schema.shape {
        Shape::Any => "Any".to_owned(),
        Shape::Boolean => "Boolean".to_owned(),
        Shape::Integer { .. } => "Integer".to_owned(),
        Shape::Number { .. } => "Number".to_owned(),
        Shape::String { .. } => "Text".to_owned(),
        Shape::File => "File".to_owned(),
        Shape::Array { items, .. } => format!("{}List", inner(items)),
        Shape::Tuple { .. } => "Tuple".to_owned(),
        Shape::Object { properties, additional: AdditionalProperties::Typed(value) }
            if properties.is_empty() =>
        {
            format!("{}Map", inner(value))
        }
        Shape::Object { properties, .. } if properties.is_empty() => "Map".to_owned(),
        Shape::Object { .. } => "Object".to_owned(),
        Shape::Union { .. } => "Union".to_owned(),
        Shape::Reference { id } => of_schema(id).word,
    }
}

/// The values of the discriminator that name a variant, the one to be written first: those that the variant
/// itself lists for the property, then those of the mapping.
pub(super) fn names_of<'a>(
    api: &'a Api,
    discriminator: &'a Discriminator,
    variant: &'a Schema,
) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    if let Shape::Object { properties, .. } = &api.target(variant).shape
        && let Some(property) = properties.get(&discriminator.property)
    {
        found.extend(api.values(&property.schema).iter().filter_map(Value::as_str));
    }
    // The base of several variants may list the values of all of them.
    if found.len() > 1 {
        found.clear();
    }
    let ids: BTreeSet<&SchemaId> = api
        .along_references(variant)
        .filter_map(Schema::reference)
        .chain(variant.reference().is_none().then(|| variant.bases.last()).flatten())
        .collect();
    for (value, id) in &discriminator.mapping {
        if ids.contains(id) && !found.contains(&value.as_str()) {
            found.push(value);
        }
    }
    found
}

/// For each schema, the property that tells it from other variants of a union, and its value there: what whoever
/// sends one need not state.
#[derive(Debug, Default)]
pub(super) struct Discriminated<'a> {
    found: BTreeMap<&'a SchemaId, BTreeMap<&'a str, BTreeSet<&'a str>>>,
}

impl<'a> Discriminated<'a> {
    /// Those of all unions of an API.
    pub fn of(api: &'a Api) -> Self {
        let mut found = Self::default();
        let operations = api.operations.iter().flat_map(Operation::schemas);
        let mut open: Vec<&Schema> = api.schemas.values().chain(operations).collect();
        while let Some(schema) = open.pop() {
            open.extend(schema.children());
            if let Shape::Union { variants, discriminator: Some(discriminator), .. } = &schema.shape
            {
                for variant in variants {
                    found.add(api, discriminator, variant);
                }
            }
        }
        found
    }

    fn add(&mut self, api: &'a Api, discriminator: &'a Discriminator, variant: &'a Schema) {
        let names = names_of(api, discriminator, variant);
        for id in api.along_references(variant).filter_map(Schema::reference) {
            let of = self.found.entry(id).or_default();
            of.entry(&discriminator.property).or_default().extend(&names);
        }
    }

    /// The value that a property of a schema always has, because that is what the schema is known by.
    pub fn value(&self, schema: Option<&SchemaId>, property: &str) -> Option<&'a str> {
        let values = self.found.get(schema?)?.get(property)?;
        let mut values = values.iter();
        values.next().filter(|_| values.next().is_none()).copied()
    }
}
