//! Which parts of two shapes belong together: properties of the same name or renamed ones, items, variants.
//!
//! Whatever walks through two shapes at once asks here, so that all walks take the same way.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::sameness::Sameness;
use super::sides::{SchemaKind, SchemaSides};
use super::variants::{Variant, Variants, variant_like};
use crate::api::{AdditionalProperties, Direction, Property, Schema, Shape};
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

/// Two values at the same place inside two others.
pub(super) struct Child<'a> {
    pub(super) step: Step<'a>,
    pub(super) old: &'a Schema,
    pub(super) new: &'a Schema,
}

impl<'a> Child<'a> {
    /// Which way it travels, as far as this step decides: a property that is read-only in both definitions
    /// is not sent. When only one says so, both ways count.
    pub(super) fn flow(&self, sides: &SchemaSides<'a>) -> Direction {
        if !matches!(self.step, Step::Property(_)) {
            return Direction { request: true, response: true };
        }
        let (old, new) = (sides.old.annotations(self.old), sides.new.annotations(self.new));
        Direction {
            request: old.read_only.is_none() || new.read_only.is_none(),
            response: old.write_only.is_none() || new.write_only.is_none(),
        }
    }
}

/// The values inside two others that belong together. Neither of the two is a reference.
pub(super) fn children<'a>(
    sides: &SchemaSides<'a>,
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
        (_, Shape::Array { items, .. }) if is_list_of(sides, items, SchemaKind::of(old), true) => {
            vec![child(Step::Itself, old, items)]
        }
        (Shape::Array { items, .. }, _) if is_list_of(sides, items, SchemaKind::of(new), false) => {
            vec![child(Step::Itself, items, new)]
        }
        _ => Vec::new(),
    }
}

/// Whether the items of a list are of this scalar type.
fn is_list_of<'a>(
    sides: &SchemaSides<'a>,
    items: &'a Schema,
    kind: SchemaKind,
    is_new: bool,
) -> bool {
    let side = if is_new { &sides.new } else { &sides.old };
    kind.is_scalar() && SchemaKind::of(side.target(items)) == kind
}

/// The properties of two objects.
pub(super) struct Members<'a> {
    /// Of the same name.
    pub(super) common: Vec<PropertyPair<'a>>,
    /// Otherwise the same.
    pub(super) renamed: Vec<PropertyPair<'a>>,
    pub(super) removed: Vec<(&'a str, &'a Property)>,
    pub(super) added: Vec<(&'a str, &'a Property)>,
}

/// Two properties that belong together.
#[derive(Clone, Copy)]
pub(super) struct PropertyPair<'a> {
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
        sides: &SchemaSides<'a>,
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
                    members.common.push(PropertyPair { old_name: name, name, old: property, new });
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
    pub(super) fn pairs(&self) -> impl Iterator<Item = PropertyPair<'a>> + '_ {
        self.common.iter().chain(&self.renamed).copied()
    }

    /// Takes those that are the same but for their names out of the removed and the added ones: the most
    /// alike names first.
    fn find_renamed(
        &mut self,
        sides: &SchemaSides<'a>,
        same: &mut Sameness,
        old: &IndexMap<String, Property>,
        new: &IndexMap<String, Property>,
    ) {
        if self.removed.len().saturating_mul(self.added.len()) > MOST_CANDIDATES {
            return;
        }
        // A position tells something when the rest has kept its own.
        let placed = !self.common.is_empty() && self.removed.len() == self.added.len();
        let mut candidates = Vec::new();
        for (old_name, old_property) in &self.removed {
            for (name, property) in &self.added {
                let distance = distance(old_name, name);
                let place = placed
                    && old.get_index_of(*old_name) == new.get_index_of(*name)
                    && is_telling(sides, &old_property.schema, &property.schema);
                let Some(distance) = distance.or(place.then_some(usize::MAX)) else { continue };
                let (old_schema, schema) = (&old_property.schema, &property.schema);
                let alike = if distance == 0 {
                    SchemaKind::of(sides.old.target(old_schema))
                        == SchemaKind::of(sides.new.target(schema))
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
                self.renamed.push(PropertyPair { old_name, name, old, new });
            }
        }
        self.removed.retain(|(name, _)| !old_taken.contains(name));
        self.added.retain(|(name, _)| !taken.contains(name));
    }
}

/// Whether two properties that are the same are hardly so by chance: they are described in the same words, or
/// have a shape that few have.
fn is_telling<'a>(sides: &SchemaSides<'a>, old: &'a Schema, new: &'a Schema) -> bool {
    let (old_facts, new_facts) = (sides.old.annotations(old), sides.new.annotations(new));
    let description = |holder: Option<&'a Schema>| holder.and_then(|h| h.description.as_deref());
    let described = description(old_facts.description).is_some()
        && description(old_facts.description) == description(new_facts.description);
    let kind = SchemaKind::of(sides.old.target(old));
    described
        || old_facts.enumeration.is_some()
        || matches!(kind, SchemaKind::Object | SchemaKind::Union | SchemaKind::Tuple)
}

/// How different two names are, if they are alike: 0 when only the case is.
pub(super) fn distance(old: &str, new: &str) -> Option<usize> {
    let shorter = old.chars().count().min(new.chars().count());
    edits(old, new, shorter / 3)
}
