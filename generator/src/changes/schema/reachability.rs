//! Which operations a finding affects: reachability in the graph of schema pairs, per direction.
//!
//! Mutually recursive schemas form strongly connected components; every member of one is reached by the same
//! operations, so components are contracted first, and their sets handed on in topological order. That looks
//! at each edge once: `Node → Node → Node` of a linked list is one component, not an endless walk.

use fixedbitset::FixedBitSet;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, VisitMap};

use super::ValueEncoding;
use super::graph::{Edge, Graph, Node, Root, Via};

/// What a finding affects: the operations that reach a pair, in the directions in which they reach the part
/// of it that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Affected {
    /// The pair; `None` when no operation is affected.
    pub(super) node: Option<usize>,
    pub(super) request: bool,
    pub(super) response: bool,
}

/// For every pair, which operations reach it and how.
pub(super) struct Reachability {
    requests: Reached,
    responses: Reached,
    /// The pairs that are reached as JSON by anyone, and not only as the text of a parameter.
    json: FixedBitSet,
    /// The pairs that are a whole body somewhere, so that nothing holds them that copes with a null.
    bare: FixedBitSet,
}

impl Reachability {
    pub(super) fn new(graph: &Graph<'_>) -> Self {
        let requests = Reached::new(graph, |edge| edge.request, |root| root.requests.as_ref());
        let responses = Reached::new(graph, |edge| edge.response, |root| root.responses.as_ref());
        let is_json_root =
            |node: &Node<'_>| node.root.is_some() && node.encoding == ValueEncoding::Json;
        let json = flood(graph, is_json_root, |_| true);
        let bare = flood(graph, |node| node.root.is_some(), |edge| edge.via == Via::Itself);
        Self { requests, responses, json, bare }
    }

    /// The operations that send what is affected; `None` when it is not sent.
    pub(super) fn request(&self, affected: Affected) -> Option<&FixedBitSet> {
        affected.node.filter(|_| affected.request).and_then(|node| self.requests.of(node))
    }

    /// The operations that receive what is affected; `None` when it is not received.
    pub(super) fn response(&self, affected: Affected) -> Option<&FixedBitSet> {
        affected.node.filter(|_| affected.response).and_then(|node| self.responses.of(node))
    }

    /// Whether all operations that reach a pair write it as text.
    pub(super) fn is_text(&self, node: usize) -> bool {
        let reached = self.requests.of(node).is_some() || self.responses.of(node).is_some();
        reached && !self.json.contains(node)
    }

    pub(super) fn is_bare(&self, node: usize) -> bool {
        self.bare.contains(node)
    }
}

/// The pairs with those of their edges that are followed.
fn followed(graph: &Graph<'_>, follows: impl Fn(&Edge) -> bool) -> DiGraph<(), ()> {
    let edges = graph.nodes.iter().map(|node| node.edges.len()).sum();
    let mut followed = DiGraph::with_capacity(graph.nodes.len(), edges);
    for _ in &graph.nodes {
        followed.add_node(());
    }
    for (from, node) in graph.nodes.iter().enumerate() {
        for edge in node.edges.iter().filter(|edge| follows(edge)) {
            followed.add_edge(NodeIndex::new(from), NodeIndex::new(edge.to), ());
        }
    }
    followed
}

/// The pairs that can be reached from some along some edges.
fn flood(
    graph: &Graph<'_>,
    starts: impl Fn(&Node<'_>) -> bool,
    follows: impl Fn(&Edge) -> bool,
) -> FixedBitSet {
    let followed = followed(graph, follows);
    let mut walk = Dfs::empty(&followed);
    for (number, _) in graph.nodes.iter().enumerate().filter(|(_, node)| starts(node)) {
        let start = NodeIndex::new(number);
        if !walk.discovered.is_visited(&start) {
            walk.move_to(start);
            while walk.next(&followed).is_some() {}
        }
    }
    walk.discovered
}

/// The operations that reach each pair in one direction.
struct Reached {
    /// For each pair, its component.
    components: Vec<usize>,
    /// For each component, who reaches it; `None`: nobody.
    sets: Vec<Option<FixedBitSet>>,
}

impl Reached {
    fn new(
        graph: &Graph<'_>,
        follows: impl Fn(&Edge) -> bool,
        root: impl Fn(&Root) -> Option<&FixedBitSet>,
    ) -> Self {
        let followed = followed(graph, follows);
        // Not `tarjan_scc`, which calls itself for every pair on the way: a definition may hold a chain of
        // 100,000 schemas (`tests/generator/tests/diff_scale.rs`), and that would end the thread's stack.
        let cycles = kosaraju_scc(&followed);
        let mut components = vec![0; graph.nodes.len()];
        for (component, members) in cycles.iter().enumerate() {
            for member in members {
                if let Some(slot) = components.get_mut(member.index()) {
                    *slot = component;
                }
            }
        }
        let mut sets: Vec<Option<FixedBitSet>> = vec![None; cycles.len()];
        for (node, component) in graph.nodes.iter().zip(&components) {
            let operations = node.root.as_ref().and_then(&root);
            if let (Some(operations), Some(set)) = (operations, sets.get_mut(*component)) {
                set.get_or_insert_default().union_with(operations);
            }
        }
        // Components come in reverse topological order, so from the last one on, a set is complete when its
        // turn comes to be handed on.
        for (component, members) in cycles.iter().enumerate().rev() {
            let Some(set) = sets.get(component).cloned().flatten() else { continue };
            for target in members.iter().flat_map(|member| followed.neighbors(*member)) {
                let further = components.get(target.index()).filter(|other| **other != component);
                if let Some(further) = further.and_then(|further| sets.get_mut(*further)) {
                    further.get_or_insert_default().union_with(&set);
                }
            }
        }
        Self { components, sets }
    }

    fn of(&self, node: usize) -> Option<&FixedBitSet> {
        self.sets.get(*self.components.get(node)?)?.as_ref()
    }
}
