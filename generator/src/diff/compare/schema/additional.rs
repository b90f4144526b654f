//! What objects may hold beside their properties.

use super::align::{Child, Step};
use super::changes::Finding;
use super::compare::{At, Comparer};
use super::object::Objects;
use super::shape::ADDITIONAL;
use super::side::Side;
use crate::api::AdditionalProperties::{self, Any, Forbidden, Typed, Unspecified};
use crate::api::{Schema, Shape};
use crate::diff::rules::schemas as rules;
use crate::diff::{Rule, Site};

impl<'a> Comparer<'a, '_> {
    /// Compares what two objects may hold beside their properties.
    pub(super) fn additional(
        &mut self,
        at: &At,
        Objects { old, new }: Objects<'a>,
        old_additional: &'a AdditionalProperties,
        new_additional: &'a AdditionalProperties,
    ) {
        if let (Typed(old), Typed(new)) = (old_additional, new_additional) {
            self.child(at, &Child { step: Step::Additional, old, new });
            return;
        }
        let has_none = |schema: &Schema| matches!(&schema.shape, Shape::Object { properties, .. } if properties.is_empty());
        let bare = has_none(old) && has_none(new);
        // Members of any type, however that is said.
        let opened = |side: &Side<'a>, additional: &'a AdditionalProperties| match additional {
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
            stated.then(|| Site::new(&schema.pointer.child("additionalProperties")))
        };
        let finding = Finding::named(&at.name)
            .in_old(site(old, old_additional))
            .in_new(site(new, new_additional))
            .claiming(old, false, ADDITIONAL)
            .claiming(new, true, ADDITIONAL);
        self.report(at, rule, finding);
    }

    /// Two objects say in different ways that they hold members of any type.
    fn any_member(&mut self, old: &'a Schema, new: &'a Schema) {
        for (schema, is_new) in [(old, false), (new, true)] {
            self.changes.ignore_keywords(schema, is_new, ADDITIONAL, ANY_MEMBER);
        }
    }
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
