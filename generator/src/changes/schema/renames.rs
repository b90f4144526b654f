//! Which schemas go by another name now.
//!
//! A removed and an added name belong together when the new one stands where the old one stood and they
//! have enough in common, or when they are the same but for their names. Each name is used once, the
//! surest pairs first, so that the result is the same whatever the order of the definitions.

use std::collections::{BTreeMap, BTreeSet};

use super::align::distance;
use super::graph::Graph;
use super::sameness::{Sameness, is_alike};
use super::sides::{SchemaKind, SchemaSide, SchemaSides};
use crate::api::{Schema, SchemaId, Shape};

/// The schemas that go by another name now.
#[derive(Default)]
pub(super) struct Renames<'a> {
    new_names: BTreeMap<&'a SchemaId, &'a SchemaId>,
    old_names: BTreeMap<&'a SchemaId, &'a SchemaId>,
}

/// How many candidates one schema is compared with. Of more that look the same, the one at the same
/// position in the order of the names is taken.
const MOST_CANDIDATES: usize = 32;

impl<'a> Renames<'a> {
    /// Finds those that the graph tells of, beside those that are known. Says whether there are any more.
    pub(super) fn find_more(
        &mut self,
        sides: &SchemaSides<'a>,
        graph: &Graph<'a>,
        same: &mut Sameness,
    ) -> bool {
        let removed = only_in(&sides.old, &sides.new);
        let added = only_in(&sides.new, &sides.old);
        let known = self.new_names.len();
        if removed.len() > known && added.len() > known {
            self.by_place(sides, graph, same, &removed, &added);
            self.by_shape(sides, same, &removed, &added);
        }
        self.new_names.len() > known
    }

    /// Whether an old and a new name stand for the same schema.
    pub(super) fn are_same(&self, old: &SchemaId, new: &SchemaId) -> bool {
        match (self.new_names.get(old), self.old_names.get(new)) {
            (None, None) => old == new,
            (renamed, _) => renamed.is_some_and(|renamed| *renamed == new),
        }
    }

    /// The new name of a schema that was renamed.
    pub(super) fn new_of(&self, old: &SchemaId) -> Option<&'a SchemaId> {
        self.new_names.get(old).copied()
    }

    /// The old name of a schema that was renamed.
    pub(super) fn old_of(&self, new: &SchemaId) -> Option<&'a SchemaId> {
        self.old_names.get(new).copied()
    }

    /// All of them, old and new.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a SchemaId, &'a SchemaId)> + '_ {
        self.new_names.iter().map(|(old, new)| (*old, *new))
    }

    /// The new name of two schemas that are one model, before and after.
    pub(super) fn model(
        &self,
        sides: &SchemaSides<'a>,
        old: &Schema,
        new: &Schema,
    ) -> Option<&'a SchemaId> {
        let (old, new) = (sides.old.name(old)?, sides.new.name(new)?);
        (self.are_same(old, new) && !is_place(new)).then_some(new)
    }

    fn take(&mut self, old: &'a SchemaId, new: &'a SchemaId) {
        if !self.new_names.contains_key(old) && !self.old_names.contains_key(new) {
            self.new_names.insert(old, new);
            self.old_names.insert(new, old);
        }
    }

    /// Names that stand where others stood.
    fn by_place(
        &mut self,
        sides: &SchemaSides<'a>,
        graph: &Graph<'a>,
        same: &mut Sameness,
        removed: &BTreeMap<&'a SchemaId, &'a Schema>,
        added: &BTreeMap<&'a SchemaId, &'a Schema>,
    ) {
        let mut candidates = Vec::new();
        for ((old_id, new_id), count) in graph.ref_pairs(sides) {
            if self.new_names.contains_key(old_id) || self.old_names.contains_key(new_id) {
                continue;
            }
            let (Some(old), Some(new)) = (removed.get(old_id), added.get(new_id)) else { continue };
            let equal = same.holds(sides, old, new);
            if equal || is_alike(sides, old, new) {
                let distance = distance(old_id.as_str(), new_id.as_str()).unwrap_or(usize::MAX);
                let rank = (!equal, std::cmp::Reverse(count), distance);
                candidates.push((rank, old_id, new_id));
            }
        }
        candidates.sort_unstable();
        for (_, old, new) in candidates {
            self.take(old, new);
        }
    }

    /// Names of schemas that are the same but for that.
    fn by_shape(
        &mut self,
        sides: &SchemaSides<'a>,
        same: &mut Sameness,
        removed: &BTreeMap<&'a SchemaId, &'a Schema>,
        added: &BTreeMap<&'a SchemaId, &'a Schema>,
    ) {
        let removed = by_outline(removed, |id| self.new_names.contains_key(id));
        let mut added = by_outline(added, |id| self.old_names.contains_key(id));
        for (outline, olds) in removed {
            let news = added.remove(&outline).unwrap_or_default();
            let many = olds.len().max(news.len()) > MOST_CANDIDATES;
            let mut candidates = Vec::new();
            for (number, (old_id, old)) in olds.iter().enumerate() {
                let at_same_place = news.iter().skip(if many { number } else { 0 });
                let most = if many { 1 } else { MOST_CANDIDATES };
                for (new_id, new) in at_same_place.take(most) {
                    let distance = distance(old_id.as_str(), new_id.as_str());
                    let telling = distance.is_some() || is_telling(old);
                    if telling && same.holds(sides, old, new) {
                        candidates.push((distance.unwrap_or(usize::MAX), *old_id, *new_id));
                    }
                }
            }
            candidates.sort_unstable();
            for (_, old, new) in candidates {
                self.take(old, new);
            }
        }
    }
}

/// Whether a schema only has a name because a reference leads to its place.
pub(super) fn is_place(id: &SchemaId) -> bool {
    id.as_str().starts_with('/')
}

/// The models that only one of the definitions has.
pub(super) fn only_in<'a>(
    side: &SchemaSide<'a>,
    other: &SchemaSide<'a>,
) -> BTreeMap<&'a SchemaId, &'a Schema> {
    side.schemas().filter(|(id, _)| !is_place(id) && other.get(id).is_none()).collect()
}

type Outline<'a> = (SchemaKind, BTreeSet<&'a str>, usize);

/// Schemas by what can be seen of them at first glance.
fn by_outline<'a>(
    schemas: &BTreeMap<&'a SchemaId, &'a Schema>,
    is_taken: impl Fn(&SchemaId) -> bool,
) -> BTreeMap<Outline<'a>, Vec<(&'a SchemaId, &'a Schema)>> {
    let mut found: BTreeMap<Outline<'a>, Vec<_>> = BTreeMap::new();
    for (id, schema) in schemas.iter().filter(|(id, _)| !is_taken(id)) {
        let properties = match &schema.shape {
            Shape::Object { properties, .. } => properties.keys().map(String::as_str).collect(),
            _ => BTreeSet::new(),
        };
        let outline = (SchemaKind::of(schema), properties, schema.enumeration.len());
        found.entry(outline).or_default().push((*id, *schema));
    }
    found
}

/// Whether two schemas of this shape are hardly the same by chance.
fn is_telling(schema: &Schema) -> bool {
    match &schema.shape {
        Shape::Object { properties, .. } => properties.len() > 1,
        Shape::Union { variants, .. } => variants.len() > 1,
        _ => schema.enumeration.len() > 1,
    }
}
