//! Compares schemas in pairs: each old one with the new one that stands where it stood.
//!
//! [`graph`] finds the pairs, [`reachability`] who feels each of them, [`renames`] which schemas have another
//! name; [`compare`] then looks at each pair once. What values have in common is decided in [`align`] and
//! [`sameness`], what becomes of the differences in [`findings`].

mod additional;
mod align;
mod annotations;
mod assertions;
mod compare;
mod described;
mod enumeration;
mod findings;
mod graph;
mod home;
mod keywords;
mod limit;
mod limits;
mod models;
mod object;
mod reachability;
mod ref_pairing;
mod renames;
mod sameness;
mod shape;
mod sides;
#[cfg(test)]
mod tests;
mod unions;
mod variants;

use std::collections::{BTreeSet, HashMap};

use self::compare::Comparer;
use self::findings::Changes;
use self::graph::Graph;
use self::reachability::Reachability;
use self::renames::{Renames, is_place};
use self::sameness::Sameness;
use self::sides::SchemaSides;
use super::Findings;
use crate::api::{Api, Schema, SchemaId};
use crate::changes::ChangePlace;

/// How many pairs may be looked at to find out which schemas are the same; see [`Sameness`].
const FUEL: usize = 2_000_000;

/// How often other names are looked for. What is inside a model that was found to have another name leads to
/// more of them.
const MOST_ROUNDS: usize = 8;

/// The pairs of schemas that the operations lead to.
pub(super) struct Pairs<'a> {
    sides: SchemaSides<'a>,
    graph: Graph<'a>,
    texts: HashMap<*const Schema, ValueEncoding>,
}

impl<'a> Pairs<'a> {
    /// No pairs yet.
    pub(super) fn new(old: &'a Api, new: &'a Api) -> Self {
        let most = 2 * (size(old) + size(new)) + 1_000;
        let texts = [old, new].into_iter().flat_map(texts).collect();
        Self { sides: SchemaSides::new(old, new), graph: Graph::new(most), texts }
    }

    /// Compares two values at a place of an operation: what stands there inline is reported as part of the
    /// operation, what is referred to is compared once, when all places are known.
    pub(super) fn value(
        &mut self,
        _findings: &mut Findings,
        place: &ChangePlace,
        old: &'a Schema,
        new: &'a Schema,
    ) {
        let encoding = |schema: &Schema| self.texts.get(&std::ptr::from_ref(schema)).copied();
        let encoding = match (encoding(old), encoding(new)) {
            (Some(ValueEncoding::Apart), Some(ValueEncoding::Apart)) => ValueEncoding::Apart,
            (Some(_), Some(_)) => ValueEncoding::Joined,
            _ => ValueEncoding::Json,
        };
        self.graph.add_place(place, None, encoding, [old, new]);
    }

    /// Compares two schemas that travel without an operation, under the name of the new one.
    pub(super) fn message(&mut self, place: &ChangePlace, name: &SchemaId, sides: [&'a Schema; 2]) {
        self.graph.add_place(place, Some(name.clone()), ValueEncoding::Json, sides);
    }

    /// Compares all pairs, and the schemas that nobody reaches, finds those that were added, removed
    /// or renamed, and counts them.
    pub(super) fn finish(self, findings: &mut Findings) {
        self.conclude(findings);
    }

    /// Does so, and says how many pairs there were.
    fn conclude(self, findings: &mut Findings) -> usize {
        let Self { sides, mut graph, .. } = self;
        let mut same = Sameness::new(FUEL);
        graph.walk(&sides, &mut same);
        for (id, old) in sides.old.schemas().filter(|(id, _)| !is_place(id)) {
            if let Some(new) = sides.new.get(id) {
                graph.add_named(old, new);
            }
        }
        graph.walk(&sides, &mut same);
        let mut renames = Renames::default();
        for _ in 0..MOST_ROUNDS {
            if !renames.find_more(&sides, &graph, &mut same) {
                break;
            }
            for (old, new) in renames.iter() {
                if let (Some(old), Some(new)) = (sides.old.get(old), sides.new.get(new)) {
                    graph.add_named(old, new);
                }
            }
            graph.walk(&sides, &mut same);
        }
        let reachability = Reachability::new(&graph);
        let mut comparer = Comparer {
            sides: &sides,
            graph: &graph,
            reachability: &reachability,
            renames: &renames,
            same: &mut same,
            changes: Changes::default(),
            extended: HashMap::new(),
        };
        comparer.all();
        comparer.models();
        comparer.changes.finish(&reachability, &graph.callers(), findings);
        findings.comparison.compared.schemas = count(&sides, &renames);
        let renamed_schemas = renames.iter().map(|(old, new)| (old.clone(), new.clone()));
        findings.comparison.renamed_schemas = renamed_schemas.collect();
        graph.nodes.len()
    }
}

/// How many models there are in either definition, those in both counted once.
fn count(sides: &SchemaSides<'_>, renames: &Renames<'_>) -> usize {
    let old = sides.old.schemas().map(|(id, _)| renames.new_of(id).unwrap_or(id));
    let new = sides.new.schemas().map(|(id, _)| id);
    old.chain(new).filter(|id| !is_place(id)).collect::<BTreeSet<&SchemaId>>().len()
}

/// How a value is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum ValueEncoding {
    /// As JSON, or as a part of a form.
    #[default]
    Json,
    /// As text, into a path, a query, a header or a cookie: a number looks like a text there. The items of a
    /// list are pairs of their own, so that a list of one looks like its item.
    Apart,
    /// As text, the items of a list joined.
    Joined,
}

/// The values of an API that are written as text.
fn texts(api: &Api) -> impl Iterator<Item = (*const Schema, ValueEncoding)> {
    api.operations.iter().flat_map(|operation| {
        let plain = operation.parameters.iter().filter(|parameter| parameter.media_type.is_none());
        let parameters = plain.map(|parameter| {
            let encoding = if parameter.repeats_for_items() {
                ValueEncoding::Apart
            } else {
                ValueEncoding::Joined
            };
            (std::ptr::from_ref(&parameter.schema), encoding)
        });
        let headers = operation.responses.iter().flat_map(|response| &response.headers);
        parameters.chain(
            headers.map(|header| (std::ptr::from_ref(&header.schema), ValueEncoding::Joined)),
        )
    })
}

/// How many schemas an API has, those inside others counted too.
fn size(api: &Api) -> usize {
    let operations = api.operations.iter().flat_map(|operation| {
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        let contents = contents.chain(operation.responses.iter().flat_map(|reply| &reply.contents));
        let parameters = operation.parameters.iter().map(|parameter| &parameter.schema);
        parameters.chain(contents.filter_map(|content| content.schema.as_ref()))
    });
    let mut open: Vec<&Schema> = api.schemas.values().chain(operations).collect();
    let mut size = 0;
    while let Some(schema) = open.pop() {
        size += 1;
        open.extend(schema.children());
    }
    size
}
