//! Lists and maps that hold themselves, with no object between: they need a name, as no type that is written out ends.

use std::collections::BTreeMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::api::{AdditionalProperties, Schema, SchemaId, Shape};

/// Marks the named lists and maps that hold themselves.
pub(super) fn mark(schemas: &mut BTreeMap<SchemaId, Schema>) {
    let mut graph = DiGraph::<&SchemaId, ()>::new();
    let nodes: BTreeMap<&SchemaId, _> = schemas.keys().map(|id| (id, graph.add_node(id))).collect();
    for (id, schema) in &*schemas {
        let targets = held(schema);
        let targets = targets.into_iter().filter_map(|target| nodes.get(target));
        for target in targets {
            if let Some(from) = nodes.get(id) {
                graph.add_edge(*from, *target, ());
            }
        }
    }
    let mut found: Vec<SchemaId> = Vec::new();
    for component in kosaraju_scc(&graph) {
        let is_cycle = match component.as_slice() {
            [one] => graph.contains_edge(*one, *one),
            _ => true,
        };
        let members = component.iter().filter(|_| is_cycle);
        found.extend(members.filter_map(|node| graph.node_weight(*node).copied().cloned()));
    }
    for id in &found {
        if let Some(schema) = schemas.get_mut(id) {
            schema.is_recursive = schema.reference().is_none();
        }
    }
}

/// The named schemas that a value holds with nothing but lists and maps around them, or is itself.
fn held(schema: &Schema) -> Vec<&SchemaId> {
    let mut open = vec![schema];
    let mut found = Vec::new();
    while let Some(schema) = open.pop() {
        match &schema.shape {
            Shape::Reference { id } => found.push(id),
            Shape::Array { items, .. } => open.push(items),
            Shape::Tuple { items, rest } => open.extend(items.iter().chain(rest.as_deref())),
            Shape::Object { properties, additional: AdditionalProperties::Typed(value) }
                if properties.is_empty() =>
            {
                open.push(value);
            }
            _ => {}
        }
    }
    found
}
