//! The graph of pairs: which old schema stands where which new one stands, found by walking through both
//! definitions at once.
//!
//! A node is a pair of which at least one side is reached by a reference, or a pair at a place of an
//! operation; what stands inline in both belongs to the node around it. Each pair is one node, however
//! many places lead to it, so the walk ends in spite of cycles, and nothing is compared twice.

use std::collections::{BTreeMap, HashMap};

use fixedbitset::FixedBitSet;

use super::ValueEncoding;
use super::align::{Step, children};
use super::ref_pairing::RefPairing;
use super::sameness::Sameness;
use super::sides::SchemaSides;
use super::variants::discriminated;
use crate::api::{Schema, SchemaId};
use crate::changes::{Caller, ChangePlace, Subject};

/// The graph.
pub(super) struct Graph<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    index: HashMap<Key, usize>,
    /// The pairs at places of operations, by their pointers and by how they are written.
    roots: HashMap<(&'a str, &'a str, ValueEncoding), usize>,
    callers: BTreeMap<Caller, usize>,
    /// How many nodes have been walked through.
    walked: usize,
    /// How many nodes are not pairs of the same name.
    odd: usize,
    /// How many of those there may be. Real definitions have few; two cycles of different lengths that
    /// meet in all their pairs would have as many as the product of the lengths.
    most: usize,
}

type Key = (*const Schema, *const Schema, bool);

/// A pair.
pub(super) struct Node<'a> {
    pub(super) old: &'a Schema,
    pub(super) new: &'a Schema,
    /// Whether what is said about the value beside its shape is compared where it is referred to: there
    /// one side is a reference, and the other states everything in place.
    pub(super) shape_only: bool,
    /// Where it was first met.
    pub(super) from: From<'a>,
    pub(super) root: Option<Root>,
    /// How a value at a place of an operation is written; JSON for all others.
    pub(super) encoding: ValueEncoding,
    pub(super) edges: Vec<Edge>,
}

/// Where a pair was first met.
pub(super) enum From<'a> {
    /// At a place of an operation.
    Place(Subject, Vec<String>),
    /// Inside another pair.
    Node(usize, Vec<Step<'a>>),
    /// Nowhere: the two have the same name.
    Name,
}

/// The operations that have a pair at one of their places, and the message that it is; `None`: none that is sent, or
/// received.
#[derive(Default)]
pub(super) struct Root {
    pub(super) requests: Option<FixedBitSet>,
    pub(super) responses: Option<FixedBitSet>,
}

/// A pair that leads to another, and in which directions.
pub(super) struct Edge {
    pub(super) to: usize,
    pub(super) request: bool,
    pub(super) response: bool,
    pub(super) via: Via,
}

/// What holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Via {
    /// A property, or a value that is kept as JSON: a null there does no harm.
    Holder,
    /// Nothing but references and lists.
    Itself,
}

/// Which way the part of a pair travels that is being looked at, and what holds it.
#[derive(Clone, Copy)]
struct Way {
    request: bool,
    response: bool,
    via: Via,
}

impl<'a> Graph<'a> {
    /// No pairs yet, and not more than this many of different names.
    pub(super) fn new(most: usize) -> Self {
        Self {
            nodes: Vec::new(),
            index: HashMap::new(),
            roots: HashMap::new(),
            callers: BTreeMap::new(),
            walked: 0,
            odd: 0,
            most,
        }
    }

    /// Adds the pair at a place of an operation, or one that is the message of this name.
    pub(super) fn add_place(
        &mut self,
        place: &ChangePlace,
        message: Option<SchemaId>,
        encoding: ValueEncoding,
        [old, new]: [&'a Schema; 2],
    ) {
        let mut bits = FixedBitSet::default();
        let operations = place.operations.iter().cloned().map(Caller::Operation);
        for caller in operations.chain(message.map(Caller::Message)) {
            let next = self.callers.len();
            bits.grow_and_insert(*self.callers.entry(caller).or_insert(next));
        }
        let key = (old.pointer.as_str(), new.pointer.as_str(), encoding);
        let known = self.roots.get(&key).copied();
        // A shared part was copied to each place that refers to it.
        let same = |node: &&mut Node<'a>| node.old == old && node.new == new;
        let known = known.and_then(|number| self.nodes.get_mut(number)).filter(same);
        let root = match known {
            Some(node) => &mut node.root,
            None => {
                self.roots.insert(key, self.nodes.len());
                let from = From::Place(place.subject.clone(), place.steps());
                let mut node = Node::new(old, new, false, from);
                node.encoding = encoding;
                self.nodes.push(node);
                match self.nodes.last_mut() {
                    Some(node) => &mut node.root,
                    None => return,
                }
            }
        };
        let root = root.get_or_insert_default();
        for (travels, reached) in
            [(place.flow.request, &mut root.requests), (place.flow.response, &mut root.responses)]
        {
            if travels {
                reached.get_or_insert_default().union_with(&bits);
            }
        }
    }

    /// Adds the pair of two named schemas, if it is not there yet.
    pub(super) fn add_named(&mut self, old: &'a Schema, new: &'a Schema) {
        let key = key(old, new, false);
        if !self.index.contains_key(&key) {
            self.index.insert(key, self.nodes.len());
            self.nodes.push(Node::new(old, new, false, From::Name));
        }
    }

    /// The node of a pair; `None` when there were too many to look at this one.
    pub(super) fn find(&self, old: &Schema, new: &Schema, shape_only: bool) -> Option<usize> {
        self.index.get(&key(old, new, shape_only)).copied()
    }

    /// Who reaches pairs, by their numbers.
    pub(super) fn callers(&self) -> Vec<Caller> {
        let mut numbered: Vec<_> = self.callers.iter().collect();
        numbered.sort_by_key(|(_, number)| **number);
        numbered.into_iter().map(|(caller, _)| caller.clone()).collect()
    }

    /// How often the pair of two named schemas was met: at the same place, or as what two models extend.
    pub(super) fn ref_pairs(
        &self,
        sides: &SchemaSides<'a>,
    ) -> BTreeMap<(&'a SchemaId, &'a SchemaId), usize> {
        let mut ref_pairs = BTreeMap::new();
        for node in self.nodes.iter().filter(|node| node.old.bases.len() == node.new.bases.len()) {
            for pair in node.old.bases.iter().zip(&node.new.bases) {
                *ref_pairs.entry(pair).or_default() += 1;
            }
        }
        for edge in self.nodes.iter().flat_map(|node| &node.edges) {
            let Some(node) = self.nodes.get(edge.to).filter(|node| !node.shape_only) else {
                continue;
            };
            if let (Some(old), Some(new)) = (sides.old.name(node.old), sides.new.name(node.new)) {
                *ref_pairs.entry((old, new)).or_default() += 1;
            }
        }
        ref_pairs
    }

    /// Walks through all pairs that have not been walked through yet, and those that this leads to.
    pub(super) fn walk(&mut self, sides: &SchemaSides<'a>, same: &mut Sameness) {
        while let Some(node) = self.nodes.get(self.walked) {
            let (old, new, shape_only) = (node.old, node.new, node.shape_only);
            let mut walk =
                PairWalk { from: self.walked, graph: self, sides, same, steps: Vec::new() };
            let way = Way { request: true, response: true, via: Via::Itself };
            if shape_only {
                walk.inside(old, new, way);
            } else {
                walk.visit(old, new, way);
            }
            self.walked += 1;
        }
    }
}

impl<'a> Node<'a> {
    fn new(old: &'a Schema, new: &'a Schema, shape_only: bool, from: From<'a>) -> Self {
        Self {
            old,
            new,
            shape_only,
            from,
            root: None,
            encoding: ValueEncoding::Json,
            edges: Vec::new(),
        }
    }
}

fn key(old: &Schema, new: &Schema, shape_only: bool) -> Key {
    (std::ptr::from_ref(old), std::ptr::from_ref(new), shape_only)
}

/// The walk through what stands inline in one node.
struct PairWalk<'a, 'w> {
    graph: &'w mut Graph<'a>,
    sides: &'w SchemaSides<'a>,
    same: &'w mut Sameness,
    from: usize,
    steps: Vec<Step<'a>>,
}

impl<'a> PairWalk<'a, '_> {
    fn visit(&mut self, old: &'a Schema, new: &'a Schema, way: Way) {
        match RefPairing::of(self.sides, old, new) {
            RefPairing::BothRefs { old, new } => self.lead_to(old, new, false, way),
            RefPairing::RefAndInline { old, new } => self.lead_to(old, new, true, way),
            RefPairing::BecameVariant { variant } => {
                self.visit(old, variant, Way { via: Via::Holder, ..way });
            }
            RefPairing::WasUnion { variant } => {
                self.visit(variant, new, Way { via: Via::Holder, ..way });
            }
            RefPairing::BothInline => self.inside(old, new, way),
        }
    }

    /// Visits what two shapes hold. Neither is a reference.
    fn inside(&mut self, old: &'a Schema, new: &'a Schema, way: Way) {
        for child in children(self.sides, self.same, old, new) {
            let via = match child.step {
                Step::Items | Step::Additional | Step::Itself => way.via,
                Step::Property(_) | Step::Item(_) | Step::Further | Step::Variant(_) => Via::Holder,
            };
            let flow = child.flow(self.sides);
            let way = Way {
                request: way.request && flow.request,
                response: way.response && flow.response,
                via,
            };
            self.steps.push(child.step);
            self.visit(child.old, child.new, way);
            self.steps.pop();
        }
        for (value, old, new) in discriminated(self.sides, old, new) {
            self.steps.push(Step::Variant(value));
            self.lead_to(old, new, false, Way { via: Via::Holder, ..way });
            self.steps.pop();
        }
    }

    fn lead_to(&mut self, old: &'a Schema, new: &'a Schema, shape_only: bool, way: Way) {
        let key = key(old, new, shape_only);
        let to = if let Some(known) = self.graph.index.get(&key) {
            *known
        } else {
            let name = self.sides.old.name(old);
            let is_odd = shape_only || name.is_none() || name != self.sides.new.name(new);
            if is_odd && self.graph.odd >= self.graph.most {
                return;
            }
            self.graph.odd += usize::from(is_odd);
            let number = self.graph.nodes.len();
            self.graph.index.insert(key, number);
            let from = From::Node(self.from, self.steps.clone());
            self.graph.nodes.push(Node::new(old, new, shape_only, from));
            number
        };
        let Way { request, response, via } = way;
        if let Some(node) = self.graph.nodes.get_mut(self.from) {
            node.edges.push(Edge { to, request, response, via });
        }
    }
}
