//! What objects may hold beside their properties.

use super::align::{Child, Step};
use super::compare::{At, Comparer};
use super::findings::Finding;
use super::home::Objects;
use super::keywords::ADDITIONAL;
use super::sides::SchemaSide;
use crate::api::AdditionalProperties::{self, Any, Forbidden, Typed, Unspecified};
use crate::api::{Schema, SchemaId, Shape};
use crate::changes::rules::schemas as rules;
use crate::changes::{Rule, Site, Subject};
use crate::pointer::Pointer;

impl<'a> Comparer<'a, '_> {
    /// Compares what two objects may hold beside their properties.
    pub(super) fn additional(
        &mut self,
        at: &At,
        Objects { old, new }: Objects<'a>,
        old_additional: &'a AdditionalProperties,
        new_additional: &'a AdditionalProperties,
    ) {
        let at = &self.home_of_additional(at, Objects { old, new });
        if let (Typed(old), Typed(new)) = (old_additional, new_additional) {
            self.child(at, &Child { step: Step::Additional, old, new });
            return;
        }
        let has_none = |schema: &Schema| matches!(&schema.shape, Shape::Object { properties, .. } if properties.is_empty());
        let bare = has_none(old) && has_none(new);
        // Members of any type, however that is said.
        let opened = |side: &SchemaSide<'a>, additional: &'a AdditionalProperties| match additional
        {
            typed @ Typed(_) if !side.is_typed(typed) => &Any,
            other => other,
        };
        let old_opened = opened(&self.sides.old, old_additional);
        let new_opened = opened(&self.sides.new, new_additional);
        let Some(rule) = rule(old_opened, new_opened, bare) else {
            if old_additional != new_additional {
                self.any_member(old, new);
            }
            return;
        };
        let site = |schema: &Schema, additional: &AdditionalProperties| {
            let stated = !matches!(additional, Unspecified);
            stated.then(|| Site::new(&place(schema)))
        };
        let mut finding = Finding::named(&at.name)
            .in_old(site(old, old_additional))
            .in_new(site(new, new_additional))
            .covering(old, false, ADDITIONAL)
            .covering(new, true, ADDITIONAL);
        for (schema, is_new) in [(old, false), (new, true)] {
            if let Some(place) = &schema.additional_at {
                finding = finding.covering_all_of(place, is_new);
            }
        }
        self.report(at, rule, finding);
    }

    /// Where a reader looks for what two objects may hold beside their properties: in the schema that both take
    /// it over from, if that differs in the same way, or here.
    fn home_of_additional(&self, at: &At, objects: Objects<'a>) -> At {
        let Objects { old, new } = objects;
        let owner = |side: &SchemaSide<'a>, object: &'a Schema| {
            object.additional_at.as_ref().and_then(|place| side.taken_over(object, place))
        };
        let owners = match (owner(&self.sides.old, old), owner(&self.sides.new, new)) {
            (Some(old), Some(new)) => Some((old, new)),
            (Some(old), None) => Some((old, self.renames.new_of(old).unwrap_or(old))),
            (None, Some(new)) => Some((self.renames.old_of(new).unwrap_or(new), new)),
            (None, None) => None,
        };
        let Some((old_owner, new_owner)) =
            owners.filter(|(old, new)| old == new || self.renames.are_same(old, new))
        else {
            return at.clone();
        };
        let says_so = |side: &SchemaSide<'a>, id: &SchemaId, object: &Schema| match side.get(id) {
            Some(Schema { shape: Shape::Object { additional, .. }, .. }) => {
                matches!(&object.shape, Shape::Object { additional: own, .. } if own == additional)
            }
            // A base with variants says it for all of them.
            Some(Schema { shape: Shape::Union { .. }, .. }) => true,
            _ => false,
        };
        if says_so(&self.sides.old, old_owner, old) && says_so(&self.sides.new, new_owner, new) {
            let subject = Subject::Schema(new_owner.to_string());
            At { subject, path: Vec::new(), name: new_owner.to_string(), ..at.clone() }
        } else {
            at.clone()
        }
    }

    /// Two objects say in different ways that they hold members of any type.
    fn any_member(&mut self, old: &'a Schema, new: &'a Schema) {
        for (schema, is_new) in [(old, false), (new, true)] {
            self.changes.ignore_keywords(schema, is_new, ADDITIONAL, ANY_MEMBER);
            if let Some(place) = &schema.additional_at {
                self.changes.ignore(place, is_new, ANY_MEMBER);
            }
        }
    }
}

/// Where it is said what an object may hold beside its properties.
fn place(schema: &Schema) -> Pointer {
    let own = || schema.pointer.child("additionalProperties");
    schema.additional_at.clone().unwrap_or_else(own)
}

/// The rule for objects that differ in what they may hold beside their properties; `bare` ones have none.
fn rule(
    old: &AdditionalProperties,
    new: &AdditionalProperties,
    bare: bool,
) -> Option<&'static Rule> {
    Some(match (old, new) {
        (Any, Any) | (Unspecified, Unspecified) | (Forbidden, Forbidden) | (Typed(_), Typed(_)) => {
            return None;
        }
        (Any, Unspecified) | (Unspecified, Any) if bare => return None,
        (Unspecified, Forbidden) if !bare => &rules::ADDITIONAL_PROPERTIES_FORBIDDEN,
        (Forbidden, Unspecified) if !bare => &rules::ADDITIONAL_PROPERTIES_PERMITTED,
        (_, Forbidden) => &rules::ADDITIONAL_PROPERTIES_CLOSED,
        (Forbidden, _) => &rules::ADDITIONAL_PROPERTIES_OPENED,
        (Any | Unspecified, Typed(_)) if bare => &rules::MAP_VALUES_TYPED,
        (Typed(_), Any | Unspecified) if bare => &rules::MAP_VALUES_UNTYPED,
        (Unspecified, Any | Typed(_)) => &rules::ADDITIONAL_PROPERTIES_STATED,
        (Any | Typed(_), Unspecified) => &rules::ADDITIONAL_PROPERTIES_UNSTATED,
        (Any, Typed(_)) => &rules::ADDITIONAL_PROPERTIES_TYPED,
        (Typed(_), Any) => &rules::ADDITIONAL_PROPERTIES_UNTYPED,
    })
}

/// Why free-form objects that say so and that do not are no difference.
const ANY_MEMBER: &str = "any member is allowed either way";
