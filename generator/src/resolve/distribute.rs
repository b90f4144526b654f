//! An object with a union beside it, and parts of a composition that contradict each other: what becomes of each kind of
//! value.

use indexmap::IndexMap;

use super::Resolver;
use super::flat::Flat;
use super::merge::Places;
use super::schema::keywords;
use crate::api::{AdditionalProperties, Property, Schema, SchemaId, Shape, UnionKind};
use crate::diagnostic::Code;
use crate::pointer::Pointer;

/// How many unions may stand inside of each other.
const DEPTH: usize = 16;

impl<'a> Resolver<'a> {
    /// Gives each variant of a union the properties of the object beside it.
    pub(super) fn distribute(
        &mut self,
        union: &'a openapiv3::Schema,
        place: &Pointer,
        resolved: &mut Schema,
    ) {
        let Some(any) = keywords(union) else { return };
        let shape = std::mem::take(&mut resolved.shape);
        let additional_at = resolved.additional_at.take();
        let mut united = Schema::default();
        self.union(union, any, place, &mut united);
        resolved.nullable |= united.nullable;
        let (kind, stated, discriminator) = match united.shape {
            Shape::Union { kind, variants, discriminator } => (kind, variants, discriminator),
            _ => (UnionKind::OneOf, vec![std::mem::take(&mut united)], None),
        };
        let mut variants = Vec::with_capacity(stated.len());
        for variant in stated {
            self.spread(variant, &[], DEPTH, &mut variants);
        }
        let mut contradicts = false;
        for variant in &mut variants {
            contradicts |= !extend(variant, &shape, &resolved.bases, &resolved.pointer);
            if let (Shape::Object { additional, .. }, None) =
                (&variant.shape, &variant.additional_at)
                && *additional != AdditionalProperties::Unspecified
            {
                variant.additional_at.clone_from(&additional_at);
            }
        }
        if contradicts {
            let message = "The properties make the value an object, and some of these variants are none: they are kept, \
                           and an object that is none of the variants is one more.";
            let help = "Let each variant be an object.";
            self.report(Code::InvalidShape, place, message.to_owned(), help);
            let rest = Schema::new(resolved.pointer.clone(), shape.clone());
            variants.push(Schema { additional_at, ..rest });
        }
        match variants.as_slice() {
            [] => resolved.shape = shape,
            [_] => {
                if let Some(variant) = variants.pop() {
                    resolved.shape = variant.shape;
                    resolved.additional_at = variant.additional_at;
                    resolved.bases = variant.bases;
                    // What the only variant demands is demanded of the whole.
                    let places = Places { pointer: variant.pointer, stated_at: variant.stated_at };
                    resolved.limit(&variant.constraints, &variant.assertions, &places);
                }
            }
            _ => resolved.shape = Shape::Union { kind, variants, discriminator },
        }
    }

    /// The variants that a variant stands for: those of a union inside of it, each with what stands beside that, and
    /// objects with their properties written out. What is no object stays as it is. `around` are the named schemas that
    /// led here.
    fn spread(
        &mut self,
        mut variant: Schema,
        around: &[SchemaId],
        depth: usize,
        found: &mut Vec<Schema>,
    ) {
        let Some(depth) = depth.checked_sub(1).filter(|_| !self.spent()) else {
            found.push(variant);
            return;
        };
        match &mut variant.shape {
            // No limit at all: an object, too.
            Shape::Any => {
                let (properties, additional) = (IndexMap::new(), AdditionalProperties::Unspecified);
                variant.shape = Shape::Object { properties, additional };
                found.push(variant);
            }
            Shape::Union { variants, .. } => {
                for inner in std::mem::take(variants) {
                    self.spread(inner, around, depth, found);
                }
            }
            Shape::Reference { id } => {
                let id = id.clone();
                self.spread_named(variant, &id, around, depth, found);
            }
            _ => {
                variant.bases = around.to_vec();
                found.push(variant);
            }
        }
    }

    fn spread_named(
        &mut self,
        mut variant: Schema,
        id: &SchemaId,
        around: &[SchemaId],
        depth: usize,
        found: &mut Vec<Schema>,
    ) {
        let Some((name, _)) = self.components.schemas.get_key_value(id.as_str()) else {
            found.push(variant);
            return;
        };
        let mut flat = Flat::default();
        self.flatten_named(name, &Pointer::root(), &mut flat, &mut Vec::new());
        let mut around = around.to_vec();
        // A schema that is inside of itself ends here.
        let is_inside = around.contains(id);
        around.push(id.clone());
        let union = match (flat.values.as_slice(), flat.unions.as_slice()) {
            ([], []) => None,
            ([], [(union, place)]) if !is_inside => Some((*union, place.clone())),
            _ => {
                found.push(variant);
                return;
            }
        };
        let demands = std::mem::take(&mut flat.demands);
        let first = found.len();
        match union {
            None => {
                self.one_object(flat, &mut variant);
                variant.bases = around;
                found.push(variant);
            }
            Some((union, place)) => {
                self.spread_union(variant, flat, (union, &place), &around, depth, found);
            }
        }
        // What is demanded of the whole is demanded of each.
        for variant in found.iter_mut().skip(first) {
            for demands in &demands {
                variant.limit(&demands.constraints, &demands.assertions, &demands.places);
            }
        }
    }

    /// The variants of a named union, with the properties beside it.
    fn spread_union(
        &mut self,
        mut variant: Schema,
        flat: Flat<'a>,
        (union, place): (&'a openapiv3::Schema, &Pointer),
        around: &[SchemaId],
        depth: usize,
        found: &mut Vec<Schema>,
    ) {
        if flat.is_object() {
            let origin = self.origins.original(place);
            if !self.composing.insert(origin.clone()) {
                found.push(variant);
                return;
            }
            self.one_object(flat, &mut variant);
            self.distribute(union, place, &mut variant);
            self.composing.remove(&origin);
        } else if let Some(any) = keywords(union) {
            self.union(union, any, place, &mut variant);
        }
        match variant.shape {
            Shape::Union { variants, .. } => {
                for inner in variants {
                    self.spread(inner, around, depth, found);
                }
            }
            _ => found.push(variant),
        }
    }

    /// Parts that no value is all of: a value of any of them is taken, so that nothing that comes is lost.
    pub(super) fn contradiction(
        &mut self,
        flat: Flat<'a>,
        values: &[(&'a openapiv3::Schema, Pointer)],
        here: &Pointer,
        resolved: &mut Schema,
    ) {
        let message = "The parts of the composition contradict each other, so that no value is valid; a value of any of \
                       them is taken.";
        self.report(Code::InvalidShape, here, message.to_owned(), "Let the types agree.");
        let mut object = Schema::new(resolved.pointer.clone(), Shape::Any);
        self.one_object(flat, &mut object);
        object.bases = std::mem::take(&mut resolved.bases);
        let mut variants = vec![object];
        for (value, place) in values {
            let Some(any) = keywords(value) else { continue };
            let mut part = self.described(value, place);
            part.shape = self.plain(value, any, place);
            variants.push(part);
        }
        resolved.shape = Shape::Union { kind: UnionKind::AnyOf, variants, discriminator: None };
    }
}

/// Adds the properties of an object to a variant of a union, if that is an object too.
fn extend(variant: &mut Schema, object: &Shape, bases: &[SchemaId], place: &Pointer) -> bool {
    let Shape::Object { properties: shared, additional } = object else { return false };
    let Shape::Object { properties, additional: open } = &mut variant.shape else {
        return false;
    };
    let missing = shared.iter().filter(|(name, _)| !properties.contains_key(*name));
    let mut all: IndexMap<String, Property> =
        missing.map(|(name, property)| (name.clone(), property.clone())).collect();
    all.extend(std::mem::take(properties));
    *properties = all;
    if matches!(open, AdditionalProperties::Unspecified) {
        *open = additional.clone();
    }
    variant.within = Some(place.clone());
    let own = std::mem::take(&mut variant.bases);
    variant.bases = bases.iter().cloned().chain(own).collect();
    true
}
