//! Unions: `oneOf`, `anyOf`, and schemas with a discriminator that others extend.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{AnySchema, Components, ReferenceOr};
use serde_json::Value;

use super::Resolver;
use super::merge::merge;
use super::reference::name;
use super::schema::{SchemaRef, keywords};
use crate::api::{Discriminator, Joined, Schema, SchemaId, Shape, UnionKind};
use crate::diagnostic::Code;
use crate::normalise::only_restricts;
use crate::pointer::Pointer;

/// Extensions by which a subtype says which value of the discriminator selects it.
const DISCRIMINATOR_VALUES: [&str; 2] = ["x-discriminator-value", "x-ms-discriminator-value"];

impl<'a> Resolver<'a> {
    /// A schema under a name. One with a discriminator that others extend is the union of those.
    pub(super) fn named_schema(
        &mut self,
        name: &str,
        schema: &'a ReferenceOr<openapiv3::Schema>,
        here: &Pointer,
    ) -> Schema {
        if let ReferenceOr::Item(item) = schema
            && !self.spent()
            && let Some(discriminator) = self.variants_of(name)
        {
            let variants = self.extended_by(name);
            self.work += variants.len();
            if !variants.is_empty() {
                return self.polymorphic(item, discriminator, &variants, here);
            }
        }
        self.schema(schema, here)
    }

    /// Whether the schema here is a named one that refers to a base with variants. Then it is one of
    /// them, and more than another name for the base.
    pub(super) fn extends(&self, here: &Pointer, reference: &str) -> bool {
        let rest = here.as_str().strip_prefix("/components/schemas/");
        let base =
            name(reference, "schemas").filter(|_| rest.is_some_and(|rest| !rest.contains('/')));
        base.is_some_and(|base| {
            self.variants_of(&base).is_some() && self.subtypes.contains_key(&base)
        })
    }

    /// The discriminator of a named schema whose variants stand elsewhere.
    fn variants_of(&self, base: &str) -> Option<&'a openapiv3::Discriminator> {
        let schema = self.components.schemas.get(base)?.as_item()?;
        let any = keywords(schema)?;
        let alone = any.one_of.is_empty() && any.any_of.is_empty();
        schema.schema_data.discriminator.as_ref().filter(|_| alone)
    }

    /// The schemas that a value of a base with a discriminator may be: those that extend it, directly or
    /// not, or else those that the discriminator names.
    fn extended_by(&self, base: &str) -> Vec<&'a str> {
        let Some(discriminator) = self.variants_of(base) else { return Vec::new() };
        let mut open = vec![base];
        let mut found = BTreeSet::new();
        while let Some(base) = open.pop() {
            for subtype in self.subtypes.get(base).into_iter().flatten() {
                if found.insert(*subtype) {
                    open.push(subtype);
                }
            }
        }
        if found.is_empty() {
            let named = discriminator.mapping.values().filter_map(|target| self.mapped(target));
            found.extend(named);
        }
        found.remove(base);
        let mut found: Vec<&'a str> = found.into_iter().collect();
        found.sort_by_key(|name| self.components.schemas.get_index_of(*name));
        found
    }

    fn polymorphic(
        &mut self,
        schema: &'a openapiv3::Schema,
        discriminator: &openapiv3::Discriminator,
        subtypes: &[&'a str],
        here: &Pointer,
    ) -> Schema {
        let mut resolved = self.described(schema, here);
        let variant = |name: &&str| {
            let id = SchemaId((*name).to_owned());
            Schema::new(resolved.pointer.clone(), Shape::Reference { id })
        };
        let variants: Vec<Schema> = subtypes.iter().map(variant).collect();
        let discriminator = self.discriminator(discriminator, &variants, here);
        resolved.shape =
            Shape::Union { kind: UnionKind::OneOf, variants, discriminator: Some(discriminator) };
        resolved
    }

    /// Gives a schema the shape that its `oneOf` or `anyOf` says.
    pub(super) fn union(
        &mut self,
        schema: &'a openapiv3::Schema,
        any: &'a AnySchema,
        here: &Pointer,
        resolved: &mut Schema,
    ) {
        let (kind, key, stated) = if any.one_of.iter().all(only_restricts) {
            (UnionKind::AnyOf, "anyOf", &any.any_of)
        } else {
            (UnionKind::OneOf, "oneOf", &any.one_of)
        };
        let holder = here.child(key);
        let mut variants: Vec<Schema> = Vec::with_capacity(stated.len());
        for (number, variant) in stated.iter().enumerate() {
            if self.is_null(variant.into()) {
                if !resolved.nullable {
                    resolved.nullable = true;
                    let place = self.origins.original(&holder.child(number));
                    resolved.stated_at.insert("nullable", place);
                }
                continue;
            }
            let variant = self.schema(variant, &holder.child(number));
            let known = |other: &Schema| {
                variant.reference().is_some() && other.reference() == variant.reference()
            };
            if !variants.iter().any(known) {
                variants.push(variant);
            }
        }
        // `anyOf: [{enum: [a, b]}, {type: string}]` is how people write a text with known values.
        let mut variants = one_variant_per_scalar(variants);
        if let Some(known) = self.known_texts(&variants) {
            variants = vec![known];
        }
        if variants.len() < 2 {
            if let Some(variant) = variants.pop() {
                merge(resolved, variant, true);
            }
            return;
        }
        let stated = schema.schema_data.discriminator.as_ref();
        let discriminator = stated.map(|stated| self.discriminator(stated, &variants, here));
        resolved.shape = Shape::Union { kind, variants, discriminator };
    }

    /// Whether a variant only allows null; then the union is nullable instead.
    fn is_null(&self, variant: SchemaRef<'_>) -> bool {
        let item = match variant {
            SchemaRef::Item(item) => item,
            SchemaRef::Reference(reference) => {
                let named =
                    name(reference, "schemas").and_then(|name| self.components.schemas.get(&name));
                match named {
                    Some(ReferenceOr::Item(item)) => item,
                    _ => return false,
                }
            }
        };
        let Some(any) = keywords(item) else { return false };
        let bare = *any == AnySchema::default() && matches!(variant, SchemaRef::Item(_));
        any.typ.as_deref() == Some("null") || (bare && item.schema_data.nullable)
    }

    /// A schema that lists texts, beside any text, is that schema: it knows those values, and keeps others.
    fn known_texts(&self, variants: &[Schema]) -> Option<Schema> {
        let [one, other] = variants else { return None };
        let is_any_text = |schema: &Schema| {
            matches!(schema.shape, Shape::String { .. }) && schema.enumeration.is_empty()
        };
        let (listed, any) = if is_any_text(other) { (one, other) } else { (other, one) };
        let named = self.components.schemas.get(listed.reference()?.as_str())?.as_item()?;
        let any_of = keywords(named)?;
        let is_listed = any_of.typ.as_deref() == Some("string") && !any_of.enumeration.is_empty();
        (is_listed && is_any_text(any)).then(|| {
            let mut known = listed.clone();
            known.parts.push(any.pointer.clone());
            known
        })
    }

    /// Which value selects which schema: as the mapping says, and by its name every schema that the
    /// mapping does not mention.
    fn discriminator(
        &mut self,
        stated: &openapiv3::Discriminator,
        variants: &[Schema],
        here: &Pointer,
    ) -> Discriminator {
        let mut mapping: IndexMap<String, SchemaId> = IndexMap::new();
        let place = here.child("discriminator").child("mapping");
        for (value, target) in &stated.mapping {
            if let Some(name) = self.mapped(target) {
                mapping.insert(value.clone(), SchemaId(name.to_owned()));
            } else {
                let message =
                    format!("`{target}` is not a schema of the definition; the value is ignored.");
                let help = "Name a schema that is declared.";
                self.report(Code::InvalidShape, &place.child(value), message, help);
            }
        }
        let mapped: BTreeSet<SchemaId> = mapping.values().cloned().collect();
        for id in variants.iter().filter_map(Schema::reference) {
            if !mapped.contains(id) {
                mapping.entry(self.value_of(id)).or_insert_with(|| id.clone());
            }
        }
        Discriminator { property: stated.property_name.clone(), mapping }
    }

    /// The schema that the mapping of a discriminator names, by its name or by a reference.
    fn mapped(&self, target: &str) -> Option<&'a str> {
        let schemas = &self.components.schemas;
        let by_reference = || schemas.get_key_value(&name(target, "schemas")?);
        let found = schemas.get_key_value(target).or_else(by_reference);
        found.map(|(name, _)| name.as_str())
    }

    /// The value of the discriminator that selects a schema when no mapping says so.
    fn value_of(&self, id: &SchemaId) -> String {
        let stated = match self.components.schemas.get(id.as_str()) {
            Some(ReferenceOr::Item(schema)) => {
                let extensions = &schema.schema_data.extensions;
                DISCRIMINATOR_VALUES
                    .iter()
                    .find_map(|key| extensions.get(*key))
                    .and_then(Value::as_str)
            }
            _ => None,
        };
        stated.unwrap_or(id.as_str()).to_owned()
    }
}

/// Variants of one scalar type are one: the values that any of them lists are those that are known.
fn one_variant_per_scalar(variants: Vec<Schema>) -> Vec<Schema> {
    let mut kept: Vec<Schema> = Vec::with_capacity(variants.len());
    for mut variant in variants {
        // `oneOf: [{const: r, title: Red}]` is how 3.1 names the values of a list.
        if let ([value], Some(title)) = (variant.enumeration.as_slice(), &variant.title) {
            variant.value_names.entry(value.to_string()).or_insert_with(|| title.clone());
        }
        let same = kept.iter_mut().find_map(|kept| {
            let common = common_scalar(&kept.shape, &variant.shape)?;
            Some((kept, common))
        });
        let Some((kept, common)) = same else {
            kept.push(variant);
            continue;
        };
        kept.shape = common;
        kept.constraints.join(&variant.constraints, Joined::Either);
        kept.assertions.retain(|assertion| variant.assertions.contains(assertion));
        let is_any = |schema: &Schema| schema.enumeration.is_empty() || schema.is_open;
        kept.is_open = is_any(kept) || is_any(&variant);
        if variant.pointer != kept.pointer {
            kept.parts.push(variant.pointer);
        }
        kept.nullable |= variant.nullable;
        // What names one value does not name all of them.
        kept.title = None;
        for (value, name) in variant.value_names {
            kept.value_names.entry(value).or_insert(name);
        }
        for value in variant.enumeration {
            if !kept.enumeration.contains(&value) {
                kept.enumeration.push(value);
            }
        }
    }
    kept
}

/// The scalar type that two shapes have in common, with the format if they have that in common too.
fn common_scalar(one: &Shape, other: &Shape) -> Option<Shape> {
    let common =
        |one: &Option<String>, other: &Option<String>| one.clone().filter(|_| one == other);
    match (one, other) {
        (Shape::Boolean, Shape::Boolean) => Some(Shape::Boolean),
        (Shape::Integer { format: one }, Shape::Integer { format: other }) => {
            Some(Shape::Integer { format: common(one, other) })
        }
        (Shape::Number { format: one }, Shape::Number { format: other }) => {
            Some(Shape::Number { format: common(one, other) })
        }
        (Shape::String { format: one }, Shape::String { format: other }) => {
            Some(Shape::String { format: common(one, other) })
        }
        _ => None,
    }
}

/// For each schema, those whose `allOf` refers to it.
pub(super) fn subtypes(components: &Components) -> BTreeMap<String, Vec<&str>> {
    let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (subtype, schema) in &components.schemas {
        let ReferenceOr::Item(schema) = schema else { continue };
        for member in keywords(schema).into_iter().flat_map(|any| &any.all_of) {
            if let ReferenceOr::Reference { reference } = member
                && let Some(base) = name(reference, "schemas")
            {
                found.entry(base).or_default().push(subtype);
            }
        }
    }
    found
}
