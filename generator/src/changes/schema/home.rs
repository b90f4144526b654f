//! Where a reader looks for a property: in the object, or in the schema that the object takes it over from.

use std::collections::BTreeSet;

use super::align::PropertyPair;
use super::compare::{At, Comparer, SAME_COMPOSITION};
use super::sides::SchemaSide;
use crate::api::{Schema, SchemaId, Shape};
use crate::changes::Subject;

/// Two objects that are being compared.
#[derive(Clone, Copy)]
pub(super) struct Objects<'a> {
    pub(super) old: &'a Schema,
    pub(super) new: &'a Schema,
}

/// Where a reader looks for a property.
pub(super) enum Home {
    /// Here.
    Own,
    /// In the schema that it is taken over from, before and after.
    Model(At),
    /// Here: it is taken over from a schema, but only in one of the definitions.
    TakenOver,
}

fn model(at: &At, id: &SchemaId) -> At {
    At { subject: Subject::Schema(id.to_string()), path: Vec::new(), ..at.clone() }
}

/// The named schema that an object takes a property over from; `None` when it is its own.
fn taken_from<'a>(side: &SchemaSide<'a>, object: &Schema, part: &Schema) -> Option<&'a SchemaId> {
    side.taken_over(object, &part.pointer)
}

/// Whether an object requires a property; a base with variants does when they agree.
fn required<'a>(side: &SchemaSide<'a>, object: &'a Schema, name: &str) -> Option<bool> {
    let of = |object: &'a Schema| match &object.shape {
        Shape::Object { properties, .. } => Some(properties.get(name)?.required),
        _ => None,
    };
    let Shape::Union { variants, .. } = &object.shape else { return of(object) };
    let mut all = variants.iter().map(|variant| of(side.target(variant)));
    let first = all.next()??;
    all.all(|other| other == Some(first)).then_some(first)
}

/// Whether an object takes over what a named schema has, directly or not.
fn extends(side: &SchemaSide<'_>, object: &Schema, base: &SchemaId) -> bool {
    if let Shape::Object { properties, .. } = &object.shape {
        let mut parts = properties.values().map(|property| &property.schema);
        if parts.any(|part| taken_from(side, object, part) == Some(base)) {
            return true;
        }
    }
    let mut seen = BTreeSet::new();
    let mut open: Vec<&SchemaId> = object.bases.iter().collect();
    while let Some(id) = open.pop() {
        if id == base {
            return true;
        }
        if seen.insert(id) {
            open.extend(side.get(id).into_iter().flat_map(|schema| &schema.bases));
        }
    }
    false
}

impl<'a> Comparer<'a, '_> {
    /// The same property stands elsewhere in the two objects: in another member of an `allOf`, in what they
    /// extend, in another position of a form. That alone means nothing. Says whether it does.
    pub(super) fn moved(&mut self, objects: Objects<'a>, old: &'a Schema, new: &'a Schema) -> bool {
        let place = |side: &SchemaSide<'a>, object: &'a Schema, part: &'a Schema| {
            let whole = object.pointer.as_str();
            let inside = part.pointer.as_str().strip_prefix(whole);
            if let Some(inside) = inside.filter(|rest| rest.starts_with('/')) {
                return (None, inside);
            }
            let owner = side.owner(&part.pointer);
            let around = owner.and_then(|id| side.get(id)).map(|owner| owner.pointer.as_str());
            let rest = around.and_then(|around| part.pointer.as_str().strip_prefix(around));
            (owner, rest.unwrap_or(part.pointer.as_str()))
        };
        let (old_owner, old_rest) = place(&self.sides.old, objects.old, old);
        let (new_owner, new_rest) = place(&self.sides.new, objects.new, new);
        let same_owner = match (old_owner, new_owner) {
            (Some(old), Some(new)) => self.renames.are_same(old, new),
            (old, new) => old.is_none() && new.is_none(),
        };
        let is_moved = !same_owner || old_rest != new_rest;
        if is_moved {
            self.changes.ignore(&old.pointer, false, SAME_COMPOSITION);
            self.changes.ignore(&new.pointer, true, SAME_COMPOSITION);
        }
        is_moved
    }

    /// Where a reader looks for two properties that belong together: in the schema that both are taken over
    /// from, or here.
    pub(super) fn home_of_both(
        &self,
        at: &At,
        objects: Objects<'a>,
        old: &'a Schema,
        new: &'a Schema,
    ) -> At {
        let owners = taken_from(&self.sides.old, objects.old, old).zip(taken_from(
            &self.sides.new,
            objects.new,
            new,
        ));
        match owners.filter(|(old, new)| self.renames.are_same(old, new)) {
            Some((_, new)) => model(at, new),
            None => at.clone(),
        }
    }

    /// The same for a property that only one of the two objects has.
    pub(super) fn home_of_one(
        &mut self,
        at: &At,
        objects: Objects<'a>,
        part: &'a Schema,
        is_new: bool,
    ) -> Home {
        let (side, object) =
            if is_new { (&self.sides.new, objects.new) } else { (&self.sides.old, objects.old) };
        let Some(owner) = taken_from(side, object, part) else { return Home::Own };
        let (other_side, other, counterpart) = if is_new {
            (&self.sides.old, objects.old, self.renames.old_of(owner))
        } else {
            (&self.sides.new, objects.new, self.renames.new_of(owner))
        };
        let counterpart = counterpart.unwrap_or(owner);
        let key = (std::ptr::from_ref(other), counterpart.clone());
        let known = self.extended.get(&key).copied();
        let extended = known.unwrap_or_else(|| extends(other_side, other, counterpart));
        self.extended.insert(key, extended);
        if extended {
            Home::Model(model(at, if is_new { owner } else { counterpart }))
        } else {
            Home::TakenOver
        }
    }

    /// Where the requirement of a property is stated: by the schema that it is taken over from, if that
    /// differs in the same way, or here.
    pub(super) fn stated_by(&self, home: &At, at: &At, pair: PropertyPair<'a>) -> At {
        let Subject::Schema(name) = &home.subject else { return at.clone() };
        let new_id = SchemaId(name.clone());
        let old_id = self.renames.old_of(&new_id).unwrap_or(&new_id);
        let required =
            |side: &SchemaSide<'a>, id: &SchemaId, name: &str| required(side, side.get(id)?, name);
        let old = required(&self.sides.old, old_id, pair.old_name);
        let new = required(&self.sides.new, &new_id, pair.name);
        if old == Some(pair.old.required) && new == Some(pair.new.required) {
            home.clone()
        } else {
            at.clone()
        }
    }
}
