//! How the old and the new schema at one position are paired for comparison.

use super::sides::{SchemaKind, SchemaSides};
use crate::api::{Schema, Shape};

/// How two schemas are paired, and with that, where what differs between them is compared.
pub(super) enum RefPairing<'a> {
    /// `$ref` on both sides: compared once per pair of names, whatever the number of uses.
    BothRefs { old: &'a Schema, new: &'a Schema },
    /// `$ref` on one side, written out on the other: inlining is no change, so the targets are compared, by
    /// themselves.
    RefAndInline { old: &'a Schema, new: &'a Schema },
    /// The new side is a union that has the old schema as a variant (`Pet` → `oneOf: [Pet, Robot]`).
    BecameVariant { variant: &'a Schema },
    /// The old side is a union that has the new schema as a variant (`oneOf: [Pet, Robot]` → `Pet`).
    WasUnion { variant: &'a Schema },
    /// Written out on both sides: compared here.
    BothInline,
}

impl<'a> RefPairing<'a> {
    pub(super) fn of(sides: &SchemaSides<'a>, old: &'a Schema, new: &'a Schema) -> Self {
        let (old_step, new_step) = (sides.old.step(old), sides.new.step(new));
        if old_step.is_none() && new_step.is_none() {
            return Self::BothInline;
        }
        let (old_target, new_target) = (sides.old.target(old), sides.new.target(new));
        let is_union = |schema| SchemaKind::of(schema) == SchemaKind::Union;
        match (is_union(old_target), is_union(new_target)) {
            (false, true) => {
                if let Some(variant) = variant_named_like(old, new_target) {
                    return Self::BecameVariant { variant };
                }
            }
            (true, false) => {
                if let Some(variant) = variant_named_like(new, old_target) {
                    return Self::WasUnion { variant };
                }
            }
            _ => {}
        }
        match (old_step, new_step) {
            (Some(old), Some(new)) => Self::BothRefs { old, new },
            _ => Self::RefAndInline { old: old_target, new: new_target },
        }
    }
}

/// The variant of a union that refers to the same name as a value does.
fn variant_named_like<'a>(value: &Schema, union: &'a Schema) -> Option<&'a Schema> {
    let id = value.reference()?;
    let Shape::Union { variants, .. } = &union.shape else { return None };
    variants.iter().find(|variant| variant.reference() == Some(id))
}
