//! Which parts of two shapes belong together: properties of the same name or renamed ones, items, variants.
//!
//! Whatever walks through two shapes at once asks here, so that all walks take the same way.

use std::collections::{BTreeSet, HashMap, HashSet};

use indexmap::IndexMap;

use super::same::Sameness;
use super::side::{Kind, Sides};
use crate::api::{AdditionalProperties, Direction, Property, Schema, SchemaId, Shape};
use crate::nearest::edits;

/// From a value to one inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// The property of this (new) name.
    Property(&'a str),
    Items,
    Additional,
    /// The item of this number of a tuple, from 0.
    Item(usize),
    /// The items after those.
    Further,
    Variant(Variant<'a>),
    /// The same value, which has become a list, or was one.
    Itself,
}

/// A variant of a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant<'a> {
    Name(&'a str),
    /// Its number, from 0.
    Number(usize),
}

impl Step<'_> {
    /// The step as people say it.
    pub(super) fn text(self) -> String {
        match self {
            Self::Property(name) => format!("property `{name}`"),
            Self::Items => "items".to_owned(),
            Self::Additional => "additional properties".to_owned(),
            Self::Item(number) => format!("item {}", number + 1),
            Self::Further => "further items".to_owned(),
            Self::Variant(variant) => format!("variant {}", variant.text()),
            Self::Itself => "value".to_owned(),
        }
    }
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

/// Two values at the same place inside two others.
pub(super) struct Child<'a> {
    pub(super) step: Step<'a>,
    pub(super) old: &'a Schema,
    pub(super) new: &'a Schema,
}

impl<'a> Child<'a> {
    /// Which way it travels, as far as this step decides: a property that is read-only in both definitions
    /// is not sent. When only one says so, both ways count.
    pub(super) fn flow(&self, sides: &Sides<'a>) -> Direction {
        if !matches!(self.step, Step::Property(_)) {
            return Direction { request: true, response: true };
        }
        let (old, new) = (sides.old.facts(self.old), sides.new.facts(self.new));
        Direction {
            request: old.read_only.is_none() || new.read_only.is_none(),
            response: old.write_only.is_none() || new.write_only.is_none(),
        }
    }
}

/// The values inside two others that belong together. Neither of the two is a reference.
pub(super) fn children<'a>(
    sides: &Sides<'a>,
    same: &mut Sameness,
    old: &'a Schema,
    new: &'a Schema,
) -> Vec<Child<'a>> {
    let child = |step, old, new| Child { step, old, new };
    match (&old.shape, &new.shape) {
        (Shape::Array { items: old, .. }, Shape::Array { items: new, .. }) => {
            vec![child(Step::Items, old, new)]
        }
        (
            Shape::Tuple { items: old, rest: old_rest },
            Shape::Tuple { items: new, rest: new_rest },
        ) => {
            let numbered = old.iter().zip(new).enumerate();
            let first = numbered.map(|(number, (old, new))| child(Step::Item(number), old, new));
            let rest = old_rest.as_deref().zip(new_rest.as_deref());
            first.chain(rest.map(|(old, new)| child(Step::Further, old, new))).collect()
        }
        (
            Shape::Object { properties: old, additional: old_additional },
            Shape::Object { properties: new, additional: new_additional },
        ) => {
            let members = Members::of(sides, same, old, new);
            let pairs = members.pairs();
            let mut all: Vec<Child<'a>> = pairs
                .map(|pair| child(Step::Property(pair.name), &pair.old.schema, &pair.new.schema))
                .collect();
            if let (AdditionalProperties::Typed(old), AdditionalProperties::Typed(new)) =
                (old_additional, new_additional)
            {
                all.push(child(Step::Additional, old, new));
            }
            all
        }
        (Shape::Union { .. }, Shape::Union { .. }) => {
            let variants = Variants::of(sides, same, old, new).common.into_iter();
            variants.map(|pair| child(Step::Variant(pair.name), pair.old, pair.new)).collect()
        }
        (_, Shape::Union { .. }) => {
            let variant = variant_like(sides, same, old, new, false);
            variant.map(|(name, new)| child(Step::Variant(name), old, new)).into_iter().collect()
        }
        (Shape::Union { .. }, _) => {
            let variant = variant_like(sides, same, new, old, true);
            variant.map(|(name, old)| child(Step::Variant(name), old, new)).into_iter().collect()
        }
        (_, Shape::Array { items, .. }) if is_list_of(sides, items, Kind::of(old), true) => {
            vec![child(Step::Itself, old, items)]
        }
        (Shape::Array { items, .. }, _) if is_list_of(sides, items, Kind::of(new), false) => {
            vec![child(Step::Itself, items, new)]
        }
        _ => Vec::new(),
    }
}

/// Whether the items of a list are of this scalar type.
fn is_list_of<'a>(sides: &Sides<'a>, items: &'a Schema, kind: Kind, is_new: bool) -> bool {
    let side = if is_new { &sides.new } else { &sides.old };
    kind.is_scalar() && Kind::of(side.target(items)) == kind
}

/// The pairs of named schemas that two unions reach by their discriminators alone, by the value.
pub(super) fn discriminated<'a>(
    sides: &Sides<'a>,
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

/// The properties of two objects.
pub(super) struct Members<'a> {
    /// Of the same name.
    pub(super) common: Vec<Pair<'a>>,
    /// Otherwise the same.
    pub(super) renamed: Vec<Pair<'a>>,
    pub(super) removed: Vec<(&'a str, &'a Property)>,
    pub(super) added: Vec<(&'a str, &'a Property)>,
}

/// Two properties that belong together.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) old_name: &'a str,
    /// The new name.
    pub(super) name: &'a str,
    pub(super) old: &'a Property,
    pub(super) new: &'a Property,
}

/// How many pairs of removed and added properties are looked at in search of renamed ones.
const MOST_CANDIDATES: usize = 10_000;

impl<'a> Members<'a> {
    pub(super) fn of(
        sides: &Sides<'a>,
        same: &mut Sameness,
        old: &'a IndexMap<String, Property>,
        new: &'a IndexMap<String, Property>,
    ) -> Self {
        let mut members = Self {
            common: Vec::new(),
            renamed: Vec::new(),
            removed: Vec::new(),
            added: Vec::new(),
        };
        for (name, property) in old {
            match new.get_key_value(name) {
                Some((name, new)) => {
                    members.common.push(Pair { old_name: name, name, old: property, new });
                }
                None => members.removed.push((name, property)),
            }
        }
        let added = new.iter().filter(|(name, _)| !old.contains_key(*name));
        members.added.extend(added.map(|(name, property)| (name.as_str(), property)));
        members.removed.sort_by_key(|(name, _)| *name);
        members.added.sort_by_key(|(name, _)| *name);
        if !members.removed.is_empty() && !members.added.is_empty() {
            members.find_renamed(sides, same, old, new);
        }
        members
    }

    /// All that belong together.
    pub(super) fn pairs(&self) -> impl Iterator<Item = Pair<'a>> + '_ {
        self.common.iter().chain(&self.renamed).copied()
    }

    /// Takes those that are the same but for their names out of the removed and the added ones: the most
    /// alike names first.
    fn find_renamed(
        &mut self,
        sides: &Sides<'a>,
        same: &mut Sameness,
        old: &IndexMap<String, Property>,
        new: &IndexMap<String, Property>,
    ) {
        if self.removed.len().saturating_mul(self.added.len()) > MOST_CANDIDATES {
            return;
        }
        let mut candidates = Vec::new();
        for (old_name, old_property) in &self.removed {
            for (name, property) in &self.added {
                let distance = distance(old_name, name);
                let place = old.get_index_of(*old_name) == new.get_index_of(*name);
                let Some(distance) = distance.or(place.then_some(usize::MAX)) else { continue };
                let (old_schema, schema) = (&old_property.schema, &property.schema);
                let alike = if distance == 0 {
                    Kind::of(sides.old.target(old_schema)) == Kind::of(sides.new.target(schema))
                } else {
                    old_property.required == property.required
                        && same.holds(sides, old_schema, schema)
                };
                if alike {
                    candidates.push((distance, *old_name, *name, *old_property, *property));
                }
            }
        }
        candidates.sort_by_key(|(distance, old_name, name, ..)| (*distance, *old_name, *name));
        let (mut old_taken, mut taken) = (BTreeSet::new(), BTreeSet::new());
        for (_, old_name, name, old, new) in candidates {
            if !old_taken.contains(old_name) && !taken.contains(name) {
                old_taken.insert(old_name);
                taken.insert(name);
                self.renamed.push(Pair { old_name, name, old, new });
            }
        }
        self.removed.retain(|(name, _)| !old_taken.contains(name));
        self.added.retain(|(name, _)| !taken.contains(name));
    }
}

/// How different two names are, if they are alike: 0 when only the case is.
pub(super) fn distance(old: &str, new: &str) -> Option<usize> {
    let shorter = old.chars().count().min(new.chars().count());
    edits(old, new, shorter / 3)
}

/// The variants of two unions.
pub(super) struct Variants<'a> {
    pub(super) common: Vec<VariantPair<'a>>,
    /// With their numbers.
    pub(super) removed: Vec<(usize, &'a Schema)>,
    pub(super) added: Vec<(usize, &'a Schema)>,
    /// Whether those in both come in another order.
    pub(super) reordered: bool,
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
        sides: &Sides<'a>,
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
        let reordered = !numbers.is_sorted_by_key(|(_, new)| *new);
        let common = numbers.into_iter().filter_map(|(old_number, number)| {
            let (old, new) = (old.get(old_number)?, new.get(number)?);
            Some(VariantPair { name: variant_name(number, new), old, new })
        });
        let left = |open: Vec<usize>, variants: &'a [Schema]| -> Vec<(usize, &'a Schema)> {
            open.into_iter().filter_map(|number| Some((number, variants.get(number)?))).collect()
        };
        Self {
            common: common.collect(),
            removed: left(old_open, old),
            added: left(new_open, new),
            reordered,
        }
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
    sides: &Sides<'a>,
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
    same.is_alike(sides, old, new)
}

/// The variant of a union that a value is like. `reversed`: the value is the new one.
fn variant_like<'a>(
    sides: &Sides<'a>,
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
        if strict { same.holds(sides, old, new) } else { same.is_alike(sides, old, new) }
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
