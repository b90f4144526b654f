//! Unions: their variants, and how a reader tells which one applies.

use super::align::children;
use super::annotations::Annotated;
use super::compare::{At, Comparer, SAME_COMPOSITION};
use super::findings::Finding;
use super::ref_pairing::RefPairing;
use super::sides::SchemaKind;
use super::variants::{Variants, variant_name};
use crate::api::{Discriminator, Schema, SchemaId, Shape, UnionKind};
use crate::changes::rules::schemas as rules;
use crate::changes::{Rule, Site};
use crate::pointer::Pointer;

impl<'a> Comparer<'a, '_> {
    /// Compares two unions.
    pub(super) fn unions(&mut self, at: &At, old: &'a Schema, new: &'a Schema) {
        let (
            Shape::Union { kind: old_kind, discriminator: old_tag, .. },
            Shape::Union { kind: new_kind, discriminator: new_tag, .. },
        ) = (&old.shape, &new.shape)
        else {
            return;
        };
        if old_kind != new_kind {
            let site = |schema: &Schema, kind| {
                Some(Site::stating(&schema.pointer.child(keyword(kind)), keyword(kind)))
            };
            let finding =
                Finding::named(&at.name).in_old(site(old, *old_kind)).in_new(site(new, *new_kind));
            self.report(at, &rules::UNION_KIND_CHANGED, finding);
        }
        let variants = Variants::of(self.sides, self.same, old, new);
        let moved =
            variants.common.iter().any(|pair| place_in(old, pair.old) != place_in(new, pair.new));
        if moved {
            for (schema, kind, is_new) in [(old, *old_kind, false), (new, *new_kind, true)] {
                self.changes.ignore_keywords(schema, is_new, &[keyword(kind)], ORDER);
            }
        }
        for child in children(self.sides, self.same, old, new) {
            self.child(at, &child);
        }
        let mut gone = Vec::new();
        for (list, is_new, rule) in [
            (&variants.removed, false, &rules::VARIANT_REMOVED),
            (&variants.added, true, &rules::VARIANT_ADDED),
        ] {
            for (number, variant) in list {
                gone.extend(variant.reference().map(|id| (id, is_new)));
                self.variant(at, rule, (old, new), (*number, variant), is_new);
            }
        }
        self.discriminators(at, (old, old_tag.as_ref()), (new, new_tag.as_ref()), &gone);
    }

    /// A variant that only one of two unions has.
    fn variant(
        &mut self,
        at: &At,
        rule: &'static Rule,
        (old, new): (&'a Schema, &'a Schema),
        (number, variant): (usize, &'a Schema),
        is_new: bool,
    ) {
        let (definition, union, other) =
            if is_new { (&self.sides.new, new, old) } else { (&self.sides.old, old, new) };
        let (pointer, is_type) = if variant.pointer != union.pointer {
            (variant.pointer.clone(), false)
        } else if let Some(target) = definition.step(variant) {
            // The variant is one because it extends the union.
            (target.pointer.child("allOf"), false)
        } else {
            (union.pointer.child("type"), true)
        };
        let site = Some(Site::new(&pointer));
        let name = match definition.step(variant) {
            None if variant.title.is_none() => SchemaKind::of(variant).word().to_owned(),
            _ => variant_name(number, variant).text(),
        };
        let mut finding = Finding::named(name);
        finding = if is_new { finding.in_new(site) } else { finding.in_old(site) };
        if is_type {
            finding = finding.covering(other, !is_new, &["type"]);
        }
        // The value of the discriminator that selects it comes or goes with it.
        if let (Some(tag), Some(id)) = (discriminator(union), variant.reference()) {
            for (value, target) in &tag.mapping {
                if target == id {
                    finding = finding.covering_all_of(&mapping_place(union, value), is_new);
                }
            }
        }
        self.report(at, rule, finding);
    }

    /// A value became a union, of which it is a variant.
    pub(super) fn grown(&mut self, at: &At, old: &'a Schema, new: &'a Schema, variant: &'a Schema) {
        self.type_rule(at, &rules::VALUE_BECAME_UNION, old, new);
        self.variant_of(at, old, variant, (old, variant));
    }

    /// A union became one of its variants.
    pub(super) fn shrunk(
        &mut self,
        at: &At,
        old: &'a Schema,
        new: &'a Schema,
        variant: &'a Schema,
    ) {
        self.type_rule(at, &rules::UNION_BECAME_VALUE, old, new);
        self.variant_of(at, variant, new, (variant, new));
    }

    /// Compares a value with the variant that it was, or has become. What is said about the value beside
    /// its shape was compared with the union.
    fn variant_of(
        &mut self,
        at: &At,
        old: &'a Schema,
        new: &'a Schema,
        (first, second): (&'a Schema, &'a Schema),
    ) {
        let said = |here: &'a Schema, whole| Annotated { here, own: whole, whole };
        match RefPairing::of(self.sides, old, new) {
            RefPairing::BothRefs { .. } => {}
            pairing => {
                let old_said = said(first, self.sides.old.annotations(old));
                let new_said = said(second, self.sides.new.annotations(new));
                self.enumeration(at, &old_said, &new_said);
                self.limits(at, &old_said, &new_said);
                self.assertions(at, false, &said(old, old_said.whole), &said(new, new_said.whole));
                match pairing {
                    RefPairing::BothInline => self.shape(at, old, new),
                    RefPairing::RefAndInline { old: old_target, new: new_target }
                        if self.graph.find(old_target, new_target, true).is_none() =>
                    {
                        self.type_changed(at, old, new);
                    }
                    _ => {}
                }
            }
        }
    }

    fn discriminators(
        &mut self,
        at: &At,
        (old_union, old): (&'a Schema, Option<&'a Discriminator>),
        (new_union, new): (&'a Schema, Option<&'a Discriminator>),
        gone: &[(&'a SchemaId, bool)],
    ) {
        let place = |union: &Schema| union.pointer.child("discriminator");
        let (old, new) = match (old, new) {
            (None, None) => return,
            (None, Some(new)) => {
                let site = Site::stating(&place(new_union), new.property.as_str());
                let finding = Finding::named(&new.property).in_new(Some(site));
                self.report(at, &rules::DISCRIMINATOR_ADDED, finding);
                return;
            }
            (Some(old), None) => {
                let site = Site::stating(&place(old_union), old.property.as_str());
                let finding = Finding::named(&old.property).in_old(Some(site));
                self.report(at, &rules::DISCRIMINATOR_REMOVED, finding);
                return;
            }
            (Some(old), Some(new)) => (old, new),
        };
        if old.property != new.property {
            let site = |union: &Schema, tag: &Discriminator| {
                let pointer = place(union).child("propertyName");
                Some(Site::stating(&pointer, tag.property.as_str()))
            };
            let finding = Finding::named(&new.property)
                .in_old(site(old_union, old))
                .in_new(site(new_union, new));
            self.report(at, &rules::DISCRIMINATOR_PROPERTY_CHANGED, finding);
        }
        self.mapping(at, (old_union, old), (new_union, new), gone);
    }

    /// Compares which values of a discriminator select which variants.
    fn mapping(
        &mut self,
        at: &At,
        (old_union, old): (&'a Schema, &'a Discriminator),
        (new_union, new): (&'a Schema, &'a Discriminator),
        gone: &[(&'a SchemaId, bool)],
    ) {
        let site = |union: &Schema, value: &str, id: &SchemaId| {
            Some(Site::stating(&mapping_place(union, value), id.as_str()))
        };
        let mut added: Vec<(&String, &SchemaId)> = Vec::new();
        for (value, id) in &new.mapping {
            match old.mapping.get(value) {
                None if gone.contains(&(id, true)) => {}
                None => added.push((value, id)),
                Some(old_id) if self.renames.are_same(old_id, id) => {
                    if old_id != id {
                        self.same_mapping(old_union, new_union, value);
                    }
                }
                Some(old_id) => {
                    let finding = Finding::named(value)
                        .in_old(site(old_union, value, old_id))
                        .in_new(site(new_union, value, id));
                    self.report(at, &rules::DISCRIMINATOR_TARGET_CHANGED, finding);
                }
            }
        }
        for (value, id) in &old.mapping {
            if new.mapping.contains_key(value) || gone.contains(&(id, false)) {
                continue;
            }
            let other = added.iter().position(|(_, other)| self.renames.are_same(id, other));
            if let Some(other) = other {
                let (new_value, new_id) = added.remove(other);
                let finding = Finding::named(new_id.as_str())
                    .in_old(Some(Site::stating(&mapping_place(old_union, value), value.as_str())))
                    .in_new(Some(Site::stating(
                        &mapping_place(new_union, new_value),
                        new_value.as_str(),
                    )));
                self.report(at, &rules::DISCRIMINATOR_VALUE_CHANGED, finding);
            } else {
                let finding = Finding::named(value).in_old(site(old_union, value, id));
                self.report(at, &rules::DISCRIMINATOR_VALUE_REMOVED, finding);
            }
        }
        for (value, id) in added {
            let finding = Finding::named(value).in_new(site(new_union, value, id));
            self.report(at, &rules::DISCRIMINATOR_VALUE_ADDED, finding);
        }
    }

    fn same_mapping(&mut self, old: &'a Schema, new: &'a Schema, value: &str) {
        self.changes.ignore(&mapping_place(old, value), false, SAME_COMPOSITION);
        self.changes.ignore(&mapping_place(new, value), true, SAME_COMPOSITION);
    }
}

fn keyword(kind: UnionKind) -> &'static str {
    match kind {
        UnionKind::OneOf => "oneOf",
        UnionKind::AnyOf => "anyOf",
    }
}

/// Where a variant stands in the list of a union, if it does.
fn place_in<'a>(union: &Schema, variant: &'a Schema) -> Option<&'a str> {
    let inside = variant.pointer.as_str().strip_prefix(union.pointer.as_str())?;
    inside.strip_prefix("/oneOf").or_else(|| inside.strip_prefix("/anyOf"))
}

fn discriminator(union: &Schema) -> Option<&Discriminator> {
    match &union.shape {
        Shape::Union { discriminator, .. } => discriminator.as_ref(),
        _ => None,
    }
}

fn mapping_place(union: &Schema, value: &str) -> Pointer {
    union.pointer.child("discriminator").child("mapping").child(value)
}

/// Why another order of variants is no difference.
const ORDER: &str = "the order of the variants means nothing";
