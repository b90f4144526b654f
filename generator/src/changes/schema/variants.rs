//! Which variants of two unions belong together.

use std::collections::{HashMap, HashSet};

use super::sameness::{Sameness, is_alike};
use super::sides::SchemaSides;
use crate::api::{Schema, SchemaId, Shape};

/// A variant of a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant<'a> {
    Name(&'a str),
    /// Its number, from 0.
    Number(usize),
}

impl Variant<'_> {
    /// The name in backticks, or the number from 1.
    pub(super) fn text(self) -> String {
        match self {
            Self::Name(name) => format!("`{name}`"),
            Self::Number(number) => (number + 1).to_string(),
        }
    }
}

/// The variants of two unions.
pub(super) struct Variants<'a> {
    pub(super) common: Vec<VariantPair<'a>>,
    /// With their numbers.
    pub(super) removed: Vec<(usize, &'a Schema)>,
    pub(super) added: Vec<(usize, &'a Schema)>,
}

/// Two variants that belong together.
pub(super) struct VariantPair<'a> {
    pub(super) name: Variant<'a>,
    pub(super) old: &'a Schema,
    pub(super) new: &'a Schema,
}

/// The name of a variant: that of the schema it refers to, its title, or its number.
pub(super) fn variant_name(number: usize, variant: &Schema) -> Variant<'_> {
    let title = || variant.title.as_deref();
    let name = variant.reference().map(SchemaId::as_str).or_else(title);
    name.map_or(Variant::Number(number), Variant::Name)
}

impl<'a> Variants<'a> {
    /// Pairs the variants of two unions: first those that refer to the same name, then those that are the
    /// same, then those that are alike.
    pub(super) fn of(
        sides: &SchemaSides<'a>,
        same: &mut Sameness,
        old: &'a Schema,
        new: &'a Schema,
    ) -> Self {
        let (old, new) = (variants(old), variants(new));
        let by_name: HashMap<&SchemaId, usize> = new
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(number, variant)| Some((variant.reference()?, number)))
            .collect();
        let mut numbers: Vec<(usize, usize)> = Vec::new();
        let (mut old_open, mut new_taken) = (Vec::new(), HashSet::new());
        for (number, variant) in old.iter().enumerate() {
            let named = variant.reference().and_then(|id| by_name.get(id));
            match named.filter(|number| new_taken.insert(**number)) {
                Some(new_number) => numbers.push((number, *new_number)),
                None => old_open.push(number),
            }
        }
        let mut new_open: Vec<usize> =
            (0..new.len()).filter(|number| !new_taken.contains(number)).collect();
        for strict in [true, false] {
            old_open.retain(|number| {
                let Some(variant) = old.get(*number) else { return false };
                let found = new_open.iter().position(|candidate| {
                    new.get(*candidate).is_some_and(|new| fits(sides, same, variant, new, strict))
                });
                if let Some(position) = found {
                    numbers.push((*number, new_open.remove(position)));
                }
                found.is_none()
            });
        }
        numbers.sort_unstable();
        let common = numbers.into_iter().filter_map(|(old_number, number)| {
            let (old, new) = (old.get(old_number)?, new.get(number)?);
            Some(VariantPair { name: variant_name(number, new), old, new })
        });
        let left = |open: Vec<usize>, variants: &'a [Schema]| -> Vec<(usize, &'a Schema)> {
            open.into_iter().filter_map(|number| Some((number, variants.get(number)?))).collect()
        };
        Self { common: common.collect(), removed: left(old_open, old), added: left(new_open, new) }
    }
}

fn variants(union: &Schema) -> &[Schema] {
    match &union.shape {
        Shape::Union { variants, .. } => variants,
        _ => &[],
    }
}

/// Whether two variants may be one and the same. Two references to names that both definitions know are
/// two different variants.
fn fits<'a>(
    sides: &SchemaSides<'a>,
    same: &mut Sameness,
    old: &'a Schema,
    new: &'a Schema,
    strict: bool,
) -> bool {
    let known = |id: &SchemaId| sides.old.get(id).is_some() && sides.new.get(id).is_some();
    let stays = |variant: &Schema| variant.reference().is_some_and(known);
    let both = old.reference().is_some() && new.reference().is_some();
    if both && (stays(old) || stays(new)) {
        return false;
    }
    if strict {
        return same.holds(sides, old, new);
    }
    is_alike(sides, old, new)
}

/// The variant of a union that a value is like. `reversed`: the value is the new one.
pub(super) fn variant_like<'a>(
    sides: &SchemaSides<'a>,
    same: &mut Sameness,
    value: &'a Schema,
    union: &'a Schema,
    reversed: bool,
) -> Option<(Variant<'a>, &'a Schema)> {
    let side = if reversed { &sides.new } else { &sides.old };
    let name = side.name(value);
    let named = |variant: &&Schema| name.is_some() && variant.reference() == name;
    let mut fitting = |variant: &'a Schema, strict: bool| {
        let (old, new) = if reversed { (variant, value) } else { (value, variant) };
        if strict { same.holds(sides, old, new) } else { is_alike(sides, old, new) }
    };
    let all = variants(union);
    let found = all
        .iter()
        .position(|variant| named(&variant))
        .or_else(|| all.iter().position(|variant| fitting(variant, true)))
        .or_else(|| all.iter().position(|variant| fitting(variant, false)))?;
    let variant = all.get(found)?;
    Some((variant_name(found, variant), variant))
}

/// The pairs of named schemas that two unions reach by their discriminators alone, by the value.
pub(super) fn discriminated<'a>(
    sides: &SchemaSides<'a>,
    old: &'a Schema,
    new: &'a Schema,
) -> Vec<(Variant<'a>, &'a Schema, &'a Schema)> {
    let (
        Shape::Union { discriminator: Some(old), variants: old_variants, .. },
        Shape::Union { discriminator: Some(new), variants: new_variants, .. },
    ) = (&old.shape, &new.shape)
    else {
        return Vec::new();
    };
    let named = |variants: &'a [Schema]| -> HashSet<&'a SchemaId> {
        variants.iter().filter_map(Schema::reference).collect()
    };
    let (old_named, new_named) = (named(old_variants), named(new_variants));
    let mut found = Vec::new();
    for (value, old_id) in &old.mapping {
        let Some(new_id) = new.mapping.get(value) else { continue };
        if old_named.contains(old_id) && new_named.contains(new_id) {
            continue;
        }
        if let (Some(old), Some(new)) = (sides.old.get(old_id), sides.new.get(new_id)) {
            found.push((Variant::Name(value.as_str()), old, new));
        }
    }
    found
}
