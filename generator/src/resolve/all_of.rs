//! Compositions: `allOf`, alone or with a union or properties beside it.
//!
//! Most are no compositions at all: a reference with a description beside it, or an object and a list
//! of what it requires. What really has several shapes is flattened: the properties of all parts, in
//! order, become one object.

use indexmap::IndexMap;
use openapiv3::{AnySchema, ReferenceOr};

use super::Resolver;
use super::flat::{Flat, has_shape, is_composed};
use super::merge::merge;
use super::schema::{SchemaRef, keywords};
use crate::api::{AdditionalProperties, Property, Schema, SchemaId, Shape};
use crate::diagnostic::Code;
use crate::limit::{Found, Limit};
use crate::normalise::only_restricts;
use crate::pointer::Pointer;

/// A part of a composition that has a shape.
#[derive(Clone)]
enum Piece<'a> {
    Reference(&'a str, Pointer),
    Item(&'a openapiv3::Schema, Pointer),
    /// The keywords beside the composition.
    Own,
    /// The `oneOf` or `anyOf` beside it.
    Union,
}

impl<'a> Resolver<'a> {
    /// Works out the shape of a schema that has an `allOf`, `oneOf` or `anyOf`.
    pub(super) fn compose(
        &mut self,
        schema: &'a openapiv3::Schema,
        any: &'a AnySchema,
        here: &Pointer,
        resolved: &mut Schema,
    ) {
        let pieces = self.pieces(any, here, resolved);
        match pieces.as_slice() {
            [] | [Piece::Own] => resolved.shape = self.plain(schema, any, here),
            [Piece::Union] => self.union(schema, any, here, resolved),
            // `allOf: [$ref]` with a description beside it is how people write a reference with a description,
            // because 3.0 ignores what stands beside `$ref` itself.
            [Piece::Reference(reference, place)] if !self.extends(here, reference) => {
                resolved.shape = self.reference_shape(reference, place);
                let place = self.origins.original(place);
                if place != resolved.pointer {
                    resolved.parts.push(place);
                }
            }
            [Piece::Item(item, here)] => {
                let item = self.inline(item, here);
                merge(resolved, item, true);
            }
            pieces => self.merge_pieces(schema, pieces, here, resolved),
        }
    }

    /// The parts that have a shape. What the others say is taken over.
    fn pieces(
        &mut self,
        any: &'a AnySchema,
        here: &Pointer,
        resolved: &mut Schema,
    ) -> Vec<Piece<'a>> {
        let holder = here.child("allOf");
        let mut pieces = Vec::new();
        let mut weak = Vec::new();
        for (number, member) in any.all_of.iter().enumerate() {
            let here = holder.child(number);
            match SchemaRef::from(member) {
                SchemaRef::Reference(reference) => pieces.push(Piece::Reference(reference, here)),
                SchemaRef::Item(item) => match keywords(item) {
                    Some(any) if has_shape(any) || is_composed(any) => {
                        pieces.push(Piece::Item(item, here));
                    }
                    Some(any) if any.typ.is_some() => weak.push((item, here)),
                    _ => merge(resolved, self.described(item, &here), false),
                },
            }
        }
        if has_shape(any) {
            pieces.push(Piece::Own);
        }
        if self.has_union(any, here) {
            pieces.push(Piece::Union);
        }
        // A part that has a type and nothing else (`type: object`) would turn every composition into two parts;
        // it counts only where nothing else has a shape.
        let mut weak = weak.into_iter();
        if pieces.is_empty() && any.typ.is_none() {
            pieces.extend(weak.next().map(|(item, here)| Piece::Item(item, here)));
        }
        for (item, here) in weak {
            merge(resolved, self.described(item, &here), false);
        }
        pieces
    }

    /// Whether there is an `oneOf` or `anyOf` that tells shapes apart, and not only restricts.
    fn has_union(&mut self, any: &AnySchema, here: &Pointer) -> bool {
        let mut has_union = false;
        for (key, variants) in [("oneOf", &any.one_of), ("anyOf", &any.any_of)] {
            if variants.is_empty() {
                continue;
            }
            if variants.iter().all(only_restricts) {
                let message =
                    format!("The variants of `{key}` only restrict the value; they are ignored.");
                self.report(Code::IgnoredKeyword, &here.child(key), message, "");
            } else if has_union {
                let message = format!("`{key}` beside `oneOf` cannot be expressed; it is ignored.");
                self.report(Code::UnsupportedSchema, &here.child(key), message, "");
            } else {
                has_union = true;
            }
        }
        has_union
    }

    fn merge_pieces(
        &mut self,
        schema: &'a openapiv3::Schema,
        pieces: &[Piece<'a>],
        here: &Pointer,
        resolved: &mut Schema,
    ) {
        let origin = self.origins.original(here);
        if self.spent() || self.composing.contains(&origin) {
            self.give_up(pieces, here, resolved);
            return;
        }
        let mut flat = Flat::default();
        for piece in pieces {
            match piece {
                Piece::Reference(reference, here) => {
                    if let Some(name) = self.schema_name(reference, here) {
                        resolved.bases.push(SchemaId(name.to_owned()));
                        self.flatten_named(name, here, &mut flat, &mut Vec::new());
                    }
                }
                Piece::Item(item, here) => {
                    merge(resolved, self.described(item, here), false);
                    self.flatten(item, here, &mut flat, &mut Vec::new());
                }
                Piece::Own => Self::flatten_own(schema, here, &mut flat),
                Piece::Union => flat.unions.push((schema, here.clone())),
            }
        }
        for demands in std::mem::take(&mut flat.demands) {
            resolved.limit(&demands.constraints, &demands.assertions, &demands.places);
        }
        self.composing.insert(origin.clone());
        self.conclude(flat, here, resolved);
        self.composing.remove(&origin);
    }

    /// Makes one schema of the parts.
    fn conclude(&mut self, flat: Flat<'a>, here: &Pointer, resolved: &mut Schema) {
        match (flat.is_object(), flat.values.as_slice(), flat.unions.as_slice()) {
            (_, [], []) => self.one_object(flat, resolved),
            (false, values, []) => self.one_value(values, here, resolved),
            (false, [], [(union, place)]) => {
                if let Some(any) = keywords(union) {
                    self.union(union, any, place, resolved);
                }
            }
            (true, [], [(union, place)]) => {
                let (union, place) = (*union, place.clone());
                self.one_object(flat, resolved);
                self.distribute(union, &place, resolved);
            }
            (true, values, []) => {
                let values = values.to_vec();
                self.contradiction(flat, &values, here, resolved);
            }
            _ => {
                let message = "The parts of the composition have shapes that no value has; any value is accepted.";
                self.report(Code::UnsupportedSchema, here, message.to_owned(), "");
            }
        }
    }

    pub(super) fn one_object(&mut self, flat: Flat<'a>, resolved: &mut Schema) {
        let mut properties = IndexMap::with_capacity(flat.properties.len());
        for (name, (source, here)) in &flat.properties {
            let required = flat.required.contains(name);
            let schema = self.schema(*source, here);
            properties.insert((*name).to_owned(), Property { required, schema });
        }
        // From the last to the first, so that of what the later part does not say the nearest earlier one counts.
        for (name, (source, here)) in flat.replaced.into_iter().rev() {
            if let Some(property) = properties.get_mut(name) {
                self.replace(name, source, &here, &mut property.schema);
            }
        }
        let additional = match flat.additional {
            Some((additional, here)) => {
                let place = self.origins.original(&here.child("additionalProperties"));
                resolved.additional_at = Some(place);
                self.additional(Some(additional), &here)
            }
            None => AdditionalProperties::Unspecified,
        };
        resolved.shape = Shape::Object { properties, additional };
    }

    /// A later part states a property again: it wins, and takes over what it does not say itself.
    fn replace(
        &mut self,
        name: &str,
        source: &'a ReferenceOr<Box<openapiv3::Schema>>,
        here: &Pointer,
        later: &mut Schema,
    ) {
        let earlier = match SchemaRef::from(source) {
            // The later part says nothing of the shape: it restricts or describes what the earlier one has.
            _ if matches!(later.shape, Shape::Any) => self.schema(source, here),
            // Only what can be compared without working it out again.
            SchemaRef::Item(schema) => {
                let mut earlier = self.described(schema, here);
                earlier.shape = keywords(schema).map(scalar).unwrap_or_default();
                earlier
            }
            SchemaRef::Reference(reference) => {
                Schema { shape: self.reference_shape(reference, here), ..Schema::default() }
            }
        };
        let differs = match (&earlier.shape, &later.shape) {
            // A reference may well lead to the same.
            (Shape::Any | Shape::Reference { .. }, _)
            | (_, Shape::Any | Shape::Reference { .. }) => false,
            (earlier, later) => std::mem::discriminant(earlier) != std::mem::discriminant(later),
        };
        if differs {
            let message = format!(
                "`{name}` has two different types in the parts of the composition; the later one counts."
            );
            let place = later.pointer.clone();
            self.report_at_origin(Code::UnsupportedSchema, &place, message, "Let the types agree.");
        }
        let shape = matches!(later.shape, Shape::Any) && !matches!(earlier.shape, Shape::Any);
        let mut chosen = Vec::new();
        if later.enumeration.is_empty() && !earlier.enumeration.is_empty() {
            // The place is that of the values, which belong to this object alone: elsewhere, what is stated later
            // stands without them.
            chosen.push(std::mem::replace(&mut later.pointer, earlier.pointer.clone()));
        }
        merge(later, earlier, shape);
        later.parts.extend(chosen);
    }

    /// Parts that are no objects: the last one has the shape, all together what is said about it.
    fn one_value(
        &mut self,
        values: &[(&'a openapiv3::Schema, Pointer)],
        here: &Pointer,
        resolved: &mut Schema,
    ) {
        let mut kinds = Vec::new();
        for (value, place) in values.iter().rev() {
            let Some(any) = keywords(value) else { continue };
            let mut part = self.described(value, place);
            part.shape = self.plain(value, any, place);
            kinds.push(std::mem::discriminant(&part.shape));
            merge(resolved, part, kinds.len() == 1);
        }
        if kinds.windows(2).any(|pair| matches!(pair, [one, other] if one != other)) {
            let message = "The parts of the composition have different types; the last one counts.";
            self.report(Code::UnsupportedSchema, here, message.to_owned(), "Let the types agree.");
        }
    }

    /// A composition inside itself, or one too many: the first named schema in it stands for it.
    fn give_up(&mut self, pieces: &[Piece<'a>], here: &Pointer, resolved: &mut Schema) {
        let first = pieces.iter().find_map(|piece| match piece {
            Piece::Reference(reference, here) => Some((*reference, here)),
            _ => None,
        });
        if let Some((reference, here)) = first {
            resolved.shape = self.reference_shape(reference, here);
        }
        if self.work > self.limits.of(Limit::Compositions) {
            self.exceeded(Code::UnsupportedSchema, Limit::Compositions, Found::More, here);
            return;
        }
        let message =
            "The composition contains itself, or too many others; only its first part is used.";
        let help = "Give the composition a name of its own and refer to that.";
        self.report(Code::UnsupportedSchema, here, message.to_owned(), help);
    }
}

/// The shape of a schema as far as its type alone says it.
fn scalar(any: &AnySchema) -> Shape {
    let format = any.format.clone();
    match any.typ.as_deref() {
        Some("boolean") => Shape::Boolean,
        Some("integer") => Shape::Integer { format },
        Some("number") => Shape::Number { format },
        Some("string") => Shape::String { format },
        _ => Shape::Any,
    }
}
