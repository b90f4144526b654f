//! Compositions taken apart: what each part contributes, through any number of named schemas.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties as Additional, AnySchema, ReferenceOr};

use super::Resolver;
use super::merge::Places;
use super::schema::{SchemaRef, constraints, keywords};
use crate::api::{Assertion, Constraints};
use crate::diagnostic::Code;
use crate::limit::{Found, Limit};
use crate::normalise::only_restricts;
use crate::pointer::Pointer;

/// The parts of a composition, taken apart.
#[derive(Default)]
pub(super) struct Flat<'a> {
    pub(super) properties: IndexMap<&'a str, Source<'a>>,
    /// Sources of properties that a later part states again.
    pub(super) replaced: Vec<(&'a str, Source<'a>)>,
    pub(super) required: BTreeSet<&'a str>,
    pub(super) additional: Option<(&'a Additional, Pointer)>,
    /// What the parts demand of the whole beside that, those left out that the whole has taken over already.
    pub(super) demands: Vec<Demands>,
    /// Parts that are no objects.
    pub(super) values: Vec<(&'a openapiv3::Schema, Pointer)>,
    pub(super) unions: Vec<(&'a openapiv3::Schema, Pointer)>,
    /// The named schemas that were taken apart already.
    seen: BTreeSet<&'a str>,
}

/// What one part demands.
pub(super) struct Demands {
    pub(super) constraints: Constraints,
    pub(super) assertions: Vec<Assertion>,
    pub(super) places: Places,
}

pub(super) type Source<'a> = (&'a ReferenceOr<Box<openapiv3::Schema>>, Pointer);

impl Flat<'_> {
    pub(super) fn is_object(&self) -> bool {
        let typed = matches!(self.additional, Some((Additional::Schema(_), _)));
        !self.properties.is_empty() || !self.required.is_empty() || typed
    }
}

impl<'a> Resolver<'a> {
    /// Takes a named schema apart, unless it was already. One that is being taken apart is its own base.
    pub(super) fn flatten_named(
        &mut self,
        name: &'a str,
        here: &Pointer,
        flat: &mut Flat<'a>,
        chain: &mut Vec<&'a str>,
    ) {
        if chain.contains(&name) {
            self.circular(here);
            return;
        }
        if chain.len() >= self.limits.of(Limit::Bases) {
            self.exceeded(Code::UnsupportedSchema, Limit::Bases, Found::More, here);
            return;
        }
        self.work += 1;
        if !flat.seen.insert(name) {
            return;
        }
        let Some(schema) = self.components.schemas.get(name) else { return };
        let place = Pointer::root().descend(["components", "schemas", name]);
        chain.push(name);
        match SchemaRef::from(schema) {
            SchemaRef::Item(schema) => {
                self.demanded_by(schema, &place, flat);
                self.flatten(schema, &place, flat, chain);
            }
            SchemaRef::Reference(reference) => {
                if let Some(name) = self.schema_name(reference, &place) {
                    self.flatten_named(name, &place, flat, chain);
                }
            }
        }
        chain.pop();
    }

    pub(super) fn flatten(
        &mut self,
        schema: &'a openapiv3::Schema,
        here: &Pointer,
        flat: &mut Flat<'a>,
        chain: &mut Vec<&'a str>,
    ) {
        let Some(any) = keywords(schema) else { return };
        let holder = here.child("allOf");
        for (number, member) in any.all_of.iter().enumerate() {
            let here = holder.child(number);
            match SchemaRef::from(member) {
                SchemaRef::Item(item) => {
                    self.demanded_by(item, &here, flat);
                    self.flatten(item, &here, flat, chain);
                }
                SchemaRef::Reference(reference) => {
                    if let Some(name) = self.schema_name(reference, &here) {
                        self.flatten_named(name, &here, flat, chain);
                    }
                }
            }
        }
        Self::flatten_own(schema, here, flat);
        let variants = any.one_of.iter().chain(&any.any_of);
        if !variants.clone().all(only_restricts) {
            flat.unions.push((schema, here.clone()));
        }
    }

    fn demanded_by(&self, schema: &openapiv3::Schema, here: &Pointer, flat: &mut Flat<'a>) {
        let Some(any) = keywords(schema) else { return };
        let constraints = constraints(any);
        let assertions = self.assertions(schema, here);
        if constraints != Constraints::default() || !assertions.is_empty() {
            let places = Places::at(self.origins.original(here));
            flat.demands.push(Demands { constraints, assertions, places });
        }
    }

    /// Takes the keywords beside a composition.
    pub(super) fn flatten_own(schema: &'a openapiv3::Schema, here: &Pointer, flat: &mut Flat<'a>) {
        let Some(any) = keywords(schema) else { return };
        let composed = !any.one_of.is_empty() || !any.any_of.is_empty();
        if any.typ.as_deref().is_some_and(|typ| typ != "object" && typ != "null") {
            if !composed {
                flat.values.push((schema, here.clone()));
            }
            return;
        }
        let holder = here.child("properties");
        for (name, property) in &any.properties {
            let source = (property, holder.child(name));
            if let Some(earlier) = flat.properties.insert(name, source) {
                flat.replaced.push((name, earlier));
            }
        }
        flat.required.extend(any.required.iter().map(String::as_str));
        match &any.additional_properties {
            // Each part of a composition forbids what the others have; nobody means that.
            None | Some(Additional::Any(false)) => {}
            Some(additional) => flat.additional = Some((additional, here.clone())),
        }
    }
}

/// Whether the keywords beside a composition say more of the shape than a type.
pub(super) fn has_shape(any: &AnySchema) -> bool {
    let open = matches!(any.additional_properties, Some(Additional::Schema(_)));
    let items = any.items.is_some();
    let object = !any.properties.is_empty() || !any.required.is_empty() || open;
    object || items || !any.enumeration.is_empty() || any.format.is_some()
}

pub(super) fn is_composed(any: &AnySchema) -> bool {
    !any.all_of.is_empty() || !any.one_of.is_empty() || !any.any_of.is_empty()
}
