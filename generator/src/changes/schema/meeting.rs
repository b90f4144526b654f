//! How two values meet: by reference or in place.

use super::side::{Kind, Sides};
use crate::api::{Schema, Shape};

/// How two values meet, and with that, where what differs between them is compared.
pub(super) enum Meeting<'a> {
    /// Both refer to named schemas, whose pair is compared by itself.
    Names { old: &'a Schema, new: &'a Schema },
    /// One is a reference, the other stands in place: the two shapes are compared by themselves.
    Mixed { old: &'a Schema, new: &'a Schema },
    /// The new value is a union, and the old one one of its variants, by name.
    Grown { variant: &'a Schema },
    /// The old value is a union, and the new one one of its variants, by name.
    Shrunk { variant: &'a Schema },
    /// Both stand in place.
    Here,
}

impl<'a> Meeting<'a> {
    pub(super) fn of(sides: &Sides<'a>, old: &'a Schema, new: &'a Schema) -> Self {
        let (old_step, new_step) = (sides.old.step(old), sides.new.step(new));
        if old_step.is_none() && new_step.is_none() {
            return Self::Here;
        }
        let (old_target, new_target) = (sides.old.target(old), sides.new.target(new));
        let is_union = |schema| Kind::of(schema) == Kind::Union;
        match (is_union(old_target), is_union(new_target)) {
            (false, true) => {
                if let Some(variant) = variant_named_like(old, new_target) {
                    return Self::Grown { variant };
                }
            }
            (true, false) => {
                if let Some(variant) = variant_named_like(new, old_target) {
                    return Self::Shrunk { variant };
                }
            }
            _ => {}
        }
        match (old_step, new_step) {
            (Some(old), Some(new)) => Self::Names { old, new },
            _ => Self::Mixed { old: old_target, new: new_target },
        }
    }
}

/// The variant of a union that refers to the same name as a value does.
fn variant_named_like<'a>(value: &Schema, union: &'a Schema) -> Option<&'a Schema> {
    let id = value.reference()?;
    let Shape::Union { variants, .. } = &union.shape else { return None };
    variants.iter().find(|variant| variant.reference() == Some(id))
}
