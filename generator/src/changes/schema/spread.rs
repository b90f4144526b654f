//! Who feels what is found in a pair: the operations that reach it, each way, through any number of pairs
//! and circles of them.
//!
//! Pairs that reach one another are felt by the same operations, so each such circle is one set; sets are
//! handed on in an order in which every circle comes after all that lead to it. That looks at each edge
//! once, whatever the graph.

use super::Writing;
use super::graph::{Edge, Graph, Via};

/// A set of small numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn insert(&mut self, bit: usize) {
        let word = bit / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << (bit % 64);
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let words = self.0.iter().enumerate();
        words.flat_map(|(number, word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| number * 64 + bit)
        })
    }
}

/// Who feels a finding: those who reach a pair, in the directions in which they reach the part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Felt {
    /// The pair; `None` when nobody feels it.
    pub(super) node: Option<usize>,
    pub(super) request: bool,
    pub(super) response: bool,
}

/// For every pair, who reaches it and how.
pub(super) struct Spread {
    requests: Reached,
    responses: Reached,
    /// Whether the pair is reached as JSON by anyone, and not only as the text of a parameter.
    json: Vec<bool>,
    /// Whether the value is a whole body somewhere, so that nothing holds it that copes with a null.
    bare: Vec<bool>,
}

impl Spread {
    pub(super) fn new(graph: &Graph<'_>) -> Self {
        let all = graph.nodes.len();
        let requests = Reached::new(graph, |edge| edge.request, |root| &root.requests);
        let responses = Reached::new(graph, |edge| edge.response, |root| &root.responses);
        let json = flood(
            all,
            graph,
            |node| node.root.is_some() && node.writing == Writing::Json,
            |_| true,
        );
        let bare = flood(all, graph, |node| node.root.is_some(), |edge| edge.via == Via::Itself);
        Self { requests, responses, json, bare }
    }

    /// The operations that send what is felt; `None` when it is not sent.
    pub(super) fn request(&self, felt: Felt) -> Option<&Bits> {
        felt.node.filter(|_| felt.request).and_then(|node| self.requests.of(node))
    }

    /// The operations that receive what is felt; `None` when it is not received.
    pub(super) fn response(&self, felt: Felt) -> Option<&Bits> {
        felt.node.filter(|_| felt.response).and_then(|node| self.responses.of(node))
    }

    /// Whether all who reach a pair write it as text.
    pub(super) fn is_text(&self, node: usize) -> bool {
        let reached = self.requests.of(node).is_some() || self.responses.of(node).is_some();
        reached && !self.json.get(node).copied().unwrap_or_default()
    }

    pub(super) fn is_bare(&self, node: usize) -> bool {
        self.bare.get(node).copied().unwrap_or_default()
    }
}

/// Marks all pairs that can be reached from some along some edges.
fn flood(
    all: usize,
    graph: &Graph<'_>,
    starts: impl Fn(&super::graph::Node<'_>) -> bool,
    follows: impl Fn(&Edge) -> bool,
) -> Vec<bool> {
    let mut reached = vec![false; all];
    let mut open: Vec<usize> = Vec::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        if starts(node) {
            open.push(number);
        }
    }
    while let Some(number) = open.pop() {
        let Some(mark) = reached.get_mut(number) else { continue };
        if !std::mem::replace(mark, true) {
            let edges = graph.nodes.get(number).into_iter().flat_map(|node| &node.edges);
            open.extend(edges.filter(|edge| follows(edge)).map(|edge| edge.to));
        }
    }
    reached
}

/// The operations that reach each pair in one direction.
struct Reached {
    /// For each pair, its circle.
    circles: Vec<usize>,
    /// For each circle, who reaches it; `None`: nobody.
    sets: Vec<Option<Bits>>,
}

impl Reached {
    fn new(
        graph: &Graph<'_>,
        follows: impl Fn(&Edge) -> bool,
        roots: impl Fn(&super::graph::Root) -> &Option<Bits>,
    ) -> Self {
        let (circles, members) = circles(graph, &follows);
        let mut sets: Vec<Option<Bits>> = vec![None; members.len()];
        for (node, circle) in graph.nodes.iter().zip(&circles) {
            let root = node.root.as_ref().and_then(|root| roots(root).as_ref());
            if let (Some(root), Some(set)) = (root, sets.get_mut(*circle)) {
                set.get_or_insert_default().add(root);
            }
        }
        // A circle is numbered after all that it leads to.
        for (circle, members) in members.iter().enumerate().rev() {
            let Some(set) = sets.get(circle).cloned().flatten() else { continue };
            let edges = members.iter().filter_map(|node| graph.nodes.get(*node));
            for edge in edges.flat_map(|node| &node.edges).filter(|edge| follows(edge)) {
                let target = circles.get(edge.to).copied().filter(|target| *target != circle);
                if let Some(further) = target.and_then(|target| sets.get_mut(target)) {
                    further.get_or_insert_default().add(&set);
                }
            }
        }
        Self { circles, sets }
    }

    fn of(&self, node: usize) -> Option<&Bits> {
        self.sets.get(*self.circles.get(node)?)?.as_ref()
    }
}

/// The circle of each node (a node that is on none is one by itself), and the nodes of each circle. Tarjan's
/// algorithm with a stack of its own; circles are numbered after those that they lead to.
fn circles(graph: &Graph<'_>, follows: &impl Fn(&Edge) -> bool) -> (Vec<usize>, Vec<Vec<usize>>) {
    let all = graph.nodes.len();
    let mut walk = Walk {
        order: vec![usize::MAX; all],
        low: vec![usize::MAX; all],
        circles: vec![usize::MAX; all],
        members: Vec::new(),
        open: Vec::new(),
        met: 0,
    };
    // Each node on the way, and how many of its edges have been followed.
    let mut way: Vec<(usize, usize)> = Vec::new();
    for start in 0..all {
        if walk.is_met(start) {
            continue;
        }
        walk.meet(start);
        way.push((start, 0));
        while let Some((node, followed)) = way.last_mut() {
            let node = *node;
            let edges = graph.nodes.get(node).map(|node| node.edges.as_slice()).unwrap_or_default();
            let Some(edge) = edges.get(*followed) else {
                way.pop();
                walk.leave(node);
                if let Some((around, _)) = way.last() {
                    walk.lower(*around, node);
                }
                continue;
            };
            *followed += 1;
            if !follows(edge) {
                continue;
            }
            if walk.is_met(edge.to) {
                walk.lower_to_open(node, edge.to);
            } else {
                walk.meet(edge.to);
                way.push((edge.to, 0));
            }
        }
    }
    (walk.circles, walk.members)
}

struct Walk {
    order: Vec<usize>,
    low: Vec<usize>,
    circles: Vec<usize>,
    members: Vec<Vec<usize>>,
    /// Met, and not yet known to belong to a circle.
    open: Vec<usize>,
    met: usize,
}

impl Walk {
    fn is_met(&self, node: usize) -> bool {
        self.order.get(node).is_none_or(|order| *order != usize::MAX)
    }

    fn meet(&mut self, node: usize) {
        for numbers in [&mut self.order, &mut self.low] {
            if let Some(number) = numbers.get_mut(node) {
                *number = self.met;
            }
        }
        self.met += 1;
        self.open.push(node);
    }

    /// A node reaches as far back as one that it leads to.
    fn lower(&mut self, node: usize, to: usize) {
        let reached = self.low.get(to).copied().unwrap_or(usize::MAX);
        if let Some(low) = self.low.get_mut(node) {
            *low = reached.min(*low);
        }
    }

    /// The same for a node that was met before, if it may still belong to the same circle.
    fn lower_to_open(&mut self, node: usize, to: usize) {
        if self.circles.get(to) == Some(&usize::MAX) {
            let reached = self.order.get(to).copied().unwrap_or(usize::MAX);
            if let Some(low) = self.low.get_mut(node) {
                *low = reached.min(*low);
            }
        }
    }

    /// A node from which nothing before it can be reached closes a circle.
    fn leave(&mut self, node: usize) {
        if self.low.get(node) != self.order.get(node) {
            return;
        }
        let mut members = Vec::new();
        while let Some(member) = self.open.pop() {
            if let Some(circle) = self.circles.get_mut(member) {
                *circle = self.members.len();
            }
            members.push(member);
            if member == node {
                break;
            }
        }
        self.members.push(members);
    }
}
