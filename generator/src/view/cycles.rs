//! Which fields must be boxed so that no struct contains itself.
//!
//! Owners are looked at in order, and of each owner the fields in order: a field is boxed when the ones before
//! it that are not boxed lead from its type back to its owner. So the fields of owners that came before decide,
//! and a new field of a later owner boxes itself and nothing else.

use std::collections::BTreeSet;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

/// How many fields may be followed backwards before that is given up. The largest known definitions take
/// some thousands; one made to be slow could take the square of its size.
const MAX_STEPS: usize = 30_000_000;

/// A graph: for each owner, the owners that its fields hold, in the order of the fields.
type Graph = [Vec<usize>];

/// A field that holds an owner by value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Whose field it is.
    pub owner: usize,
    /// What it holds.
    pub target: usize,
    /// Whether it was boxed in the last version; `None` when that did not have it.
    pub before: Option<bool>,
}

/// For each field, whether it is boxed. The fields stand in the order of their owners. What the last version
/// had decided stays, unless it does not suffice any more; then the new fields are boxed.
pub(super) fn boxed(owners: usize, fields: &[Field]) -> Vec<bool> {
    if fields.iter().all(|field| field.before.is_none()) {
        let mut graph = vec![Vec::new(); owners];
        for field in fields {
            push(&mut graph, field.owner, field.target);
        }
        return boxed_fields(&graph).into_iter().flatten().collect();
    }
    let mut kept = vec![Vec::new(); owners];
    for field in fields.iter().filter(|field| field.before == Some(false)) {
        push(&mut kept, field.owner, field.target);
    }
    // What was decided was decided for other schemas: a name may stand for another one now.
    let cycles = components(&kept);
    let closes = |field: &Field| cycles.get(field.owner) == cycles.get(field.target);
    let stays = |field: &Field| field.before == Some(false) && !closes(field);
    let mut kept = vec![Vec::new(); owners];
    for field in fields.iter().filter(|field| stays(field)) {
        push(&mut kept, field.owner, field.target);
    }
    let mut steps = 0;
    let decide = |field: &Field| {
        if stays(field) {
            return false;
        }
        let is_boxed =
            field.before == Some(true) || leads(&kept, field.target, field.owner, &mut steps);
        if !is_boxed {
            push(&mut kept, field.owner, field.target);
        }
        is_boxed
    };
    fields.iter().map(decide).collect()
}

fn push(graph: &mut [Vec<usize>], owner: usize, target: usize) {
    if let Some(fields) = graph.get_mut(owner) {
        fields.push(target);
    }
}

/// Whether fields lead from one owner to another; also said when too many fields have been followed.
fn leads(graph: &Graph, from: usize, to: usize, steps: &mut usize) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(owner) = open.pop() {
        if owner == to || *steps >= MAX_STEPS {
            return true;
        }
        if seen.insert(owner) {
            let fields = graph.get(owner).map(Vec::as_slice).unwrap_or_default();
            *steps += fields.len();
            open.extend(fields);
        }
    }
    false
}

/// For each field of each owner, whether it is boxed.
fn boxed_fields(graph: &Graph) -> Vec<Vec<bool>> {
    boxed_within(graph, MAX_STEPS)
}

/// The same with a limit. What is still to be decided when it is reached is decided by order alone: in a
/// cycle, a field that holds an owner at or before its own is boxed. That always suffices.
fn boxed_within(graph: &Graph, limit: usize) -> Vec<Vec<bool>> {
    let components = components(graph);
    let mut search = Search { holders: vec![Vec::new(); graph.len()], ..Search::default() };
    search.met = vec![usize::MAX; graph.len()];
    let mut boxed = Vec::with_capacity(graph.len());
    for (owner, fields) in graph.iter().enumerate() {
        let component = components.get(owner);
        let in_cycle = |target: &usize| components.get(*target) == component;
        let backward = |target: &usize| *target <= owner && in_cycle(target);
        // An owner after this one has no fields yet, so nothing leads back from it.
        if search.steps < limit && fields.iter().any(backward) {
            search.mark_holders(owner, component, &components);
        }
        let decide = |target: &usize| {
            let leads_back = search.steps >= limit || search.met.get(*target) == Some(&owner);
            backward(target) && leads_back
        };
        let decided: Vec<bool> = fields.iter().map(decide).collect();
        for (target, boxed) in fields.iter().zip(&decided) {
            if !boxed && let Some(holders) = search.holders.get_mut(*target) {
                holders.push(owner);
            }
        }
        boxed.push(decided);
    }
    boxed
}

/// The fields that are not boxed, backwards.
#[derive(Default)]
struct Search {
    /// For each owner, those that hold it.
    holders: Vec<Vec<usize>>,
    /// For each owner, the last one that it was found to lead to.
    met: Vec<usize>,
    /// How many fields have been followed.
    steps: usize,
}

impl Search {
    /// Marks all that lead to an owner, as far as they are in its cycle, and the owner itself.
    fn mark_holders(&mut self, owner: usize, component: Option<&usize>, components: &[usize]) {
        let mut open = vec![owner];
        while let Some(here) = open.pop() {
            let Some(met) = self.met.get_mut(here).filter(|met| **met != owner) else { continue };
            *met = owner;
            let holders = self.holders.get(here).map(Vec::as_slice).unwrap_or_default();
            self.steps += holders.len();
            open.extend(holders.iter().filter(|holder| components.get(**holder) == component));
        }
    }
}

/// For each owner, the number of its cycle: two owners have the same one when each leads to the other.
///
/// Kosaraju's algorithm and not Tarjan's, which petgraph writes as a recursion: a chain of 100,000 structs would
/// end the process.
fn components(graph: &Graph) -> Vec<usize> {
    let mut owners = DiGraph::<(), ()>::new();
    let nodes: Vec<_> = graph.iter().map(|_| owners.add_node(())).collect();
    for (owner, targets) in nodes.iter().zip(graph) {
        for target in targets.iter().filter_map(|target| nodes.get(*target)) {
            owners.add_edge(*owner, *target, ());
        }
    }
    let mut components = vec![0; graph.len()];
    for (number, members) in kosaraju_scc(&owners).into_iter().enumerate() {
        for member in members {
            if let Some(component) = components.get_mut(member.index()) {
                *component = number;
            }
        }
    }
    components
}

#[cfg(test)]
mod tests {
    use super::{Graph, boxed_fields, boxed_within, components};

    /// The same, field by field, as the documentation says it.
    fn one_by_one(graph: &Graph) -> Vec<Vec<bool>> {
        let mut held: Vec<Vec<usize>> = vec![Vec::new(); graph.len()];
        let mut boxed = Vec::new();
        for (owner, fields) in graph.iter().enumerate() {
            boxed.push(Vec::new());
            for target in fields {
                let leads_back = leads(&held, *target, owner);
                boxed[owner].push(leads_back);
                if !leads_back {
                    held[owner].push(*target);
                }
            }
        }
        boxed
    }

    fn leads(held: &Graph, from: usize, to: usize) -> bool {
        let mut seen = vec![false; held.len()];
        let mut open = vec![from];
        while let Some(here) = open.pop() {
            if here == to {
                return true;
            }
            if !std::mem::replace(&mut seen[here], true) {
                open.extend(&held[here]);
            }
        }
        false
    }

    /// Graphs of every density, the same in every run.
    fn graphs() -> impl Iterator<Item = Vec<Vec<usize>>> {
        let mut state = 1_u64;
        let mut random = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state >> 33).unwrap() % below
        };
        (0..2_000).map(move |_| {
            let owners = 1 + random(12);
            let fields = 1 + random(4);
            (0..owners).map(|_| (0..random(fields + 1)).map(|_| random(owners)).collect()).collect()
        })
    }

    #[test]
    fn boxes_what_closes_a_cycle() {
        for graph in graphs() {
            assert_eq!(boxed_fields(&graph), one_by_one(&graph), "{graph:?}");
        }
        assert_eq!(
            boxed_fields(&[vec![1], vec![2], vec![0, 2]]),
            [vec![false], vec![false], vec![true, true]]
        );
    }

    #[test]
    fn boxes_enough_when_it_gives_up() {
        for graph in graphs() {
            for limit in [0, 5] {
                let boxed = boxed_within(&graph, limit);
                let kept: Vec<Vec<usize>> = graph
                    .iter()
                    .zip(&boxed)
                    .map(|(fields, boxed)| {
                        fields.iter().zip(boxed).filter(|(_, b)| !**b).map(|(t, _)| *t).collect()
                    })
                    .collect();
                let held = |owner: usize| kept[owner].iter().any(|t| leads(&kept, *t, owner));
                assert!(!(0..graph.len()).any(held), "{graph:?}: {boxed:?}");
                let alone = |owner: usize, t: usize| !leads(&graph, t, owner);
                for (owner, fields) in graph.iter().enumerate() {
                    for (target, boxed) in fields.iter().zip(&boxed[owner]) {
                        assert!(!(*boxed && alone(owner, *target)), "boxed outside a cycle");
                    }
                }
            }
        }
    }

    #[test]
    fn cycles_are_what_leads_to_one_another() {
        for graph in graphs() {
            let found = components(&graph);
            for one in 0..graph.len() {
                for other in 0..graph.len() {
                    let both = leads(&graph, one, other) && leads(&graph, other, one);
                    assert_eq!(found[one] == found[other], both, "{graph:?}");
                }
            }
        }
    }

    #[test]
    fn long_and_dense_cycles_take_no_stack_and_little_time() {
        let owners = 100_000;
        let ring: Vec<Vec<usize>> = (0..owners).map(|owner| vec![(owner + 1) % owners]).collect();
        let boxed = boxed_fields(&ring);
        assert_eq!(boxed.iter().flatten().filter(|boxed| **boxed).count(), 1);
        assert_eq!(boxed[owners - 1], [true]);
        let reversed: Vec<Vec<usize>> =
            (0..owners).map(|owner| vec![(owner + owners - 1) % owners]).collect();
        assert_eq!(boxed_within(&reversed, 0).len(), owners);
    }
}
