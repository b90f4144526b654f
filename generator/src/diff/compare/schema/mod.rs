//! Compares schemas in pairs: each old one with the new one that stands where it stood.
//!
//! [`graph`] finds the pairs, [`spread`] who feels each of them, [`renames`] which schemas have another
//! name; [`compare`] then looks at each pair once. What values have in common is decided in [`align`] and
//! [`same`], what becomes of the differences in [`changes`].

mod align;
mod changes;
mod compare;
mod described;
mod enumeration;
mod facts;
mod graph;
mod limits;
mod meeting;
mod models;
mod object;
mod renames;
mod same;
mod shape;
mod side;
mod spread;
#[cfg(test)]
mod tests;
mod unions;

use std::collections::{BTreeSet, HashSet};

use self::changes::Changes;
use self::compare::Comparer;
use self::graph::Graph;
use self::renames::{Renames, is_place};
use self::same::Sameness;
use self::side::Sides;
use self::spread::Spread;
use super::Findings;
use crate::api::{Api, Schema, SchemaId};
use crate::diff::Place;

/// How many pairs may be looked at to find out which schemas are the same; see [`Sameness`].
const FUEL: usize = 2_000_000;

/// The pairs of schemas that the operations lead to.
pub(super) struct Pairs<'a> {
    sides: Sides<'a>,
    graph: Graph<'a>,
    /// The values that are written as text: into a path, a query, a header or a cookie. There a number looks
    /// like a text, and a list of one like its item.
    texts: HashSet<*const Schema>,
}

impl<'a> Pairs<'a> {
    /// No pairs yet.
    pub(super) fn new(old: &'a Api, new: &'a Api) -> Self {
        let texts = [old, new].into_iter().flat_map(texts).map(std::ptr::from_ref).collect();
        Self { sides: Sides::new(old, new), graph: Graph::default(), texts }
    }

    /// Compares two values at a place of an operation: what stands there inline is reported as part of the
    /// operation, what is referred to is compared once, when all places are known.
    pub(super) fn value(
        &mut self,
        _findings: &mut Findings,
        place: &Place,
        old: &'a Schema,
        new: &'a Schema,
    ) {
        let is_text = |schema: &Schema| self.texts.contains(&std::ptr::from_ref(schema));
        self.graph.add_place(place, is_text(old) && is_text(new), old, new);
    }

    /// Compares all pairs, and the schemas that no operation reaches, finds those that were added, removed
    /// or renamed, and counts them.
    pub(super) fn finish(self, findings: &mut Findings) {
        let Self { sides, mut graph, .. } = self;
        let mut same = Sameness::new(FUEL);
        graph.walk(&sides, &mut same);
        for (id, old) in sides.old.schemas().filter(|(id, _)| !is_place(id)) {
            if let Some(new) = sides.new.get(id) {
                graph.add_named(old, new);
            }
        }
        graph.walk(&sides, &mut same);
        let renames = Renames::find(&sides, &graph, &mut same);
        for (old, new) in renames.iter() {
            if let (Some(old), Some(new)) = (sides.old.get(old), sides.new.get(new)) {
                graph.add_named(old, new);
            }
        }
        graph.walk(&sides, &mut same);
        let spread = Spread::new(&graph);
        let mut comparer = Comparer {
            sides: &sides,
            graph: &graph,
            spread: &spread,
            renames: &renames,
            same: &mut same,
            changes: Changes::default(),
        };
        comparer.all();
        comparer.models();
        comparer.changes.finish(&spread, &graph.operation_keys(), findings);
        let named = |side: &side::Side<'a>| -> BTreeSet<&'a SchemaId> {
            side.schemas().map(|(id, _)| id).filter(|id| !is_place(id)).collect()
        };
        let all = named(&sides.old).union(&named(&sides.new)).count();
        findings.comparison.compared.schemas = all.saturating_sub(renames.iter().count());
        let renamed = renames.iter().map(|(old, new)| (old.clone(), new.clone()));
        findings.comparison.renamed_schemas = renamed.collect();
    }
}

/// The values of an API that are written as text.
fn texts(api: &Api) -> impl Iterator<Item = &Schema> {
    api.operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter();
        let plain = parameters.filter(|parameter| parameter.media_type.is_none());
        let headers = operation.responses.iter().flat_map(|response| &response.headers);
        plain.map(|parameter| &parameter.schema).chain(headers.map(|header| &header.schema))
    })
}
