//! Which tags reach which schemas and types of `models`.

use std::collections::{BTreeMap, BTreeSet};

use fixedbitset::FixedBitSet;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::api::{Operation, Schema, SchemaId};
use crate::inherit::LockedType;
use crate::names::Ident;
use crate::pointer::Pointer;

use super::super::model::ModelView;
use super::super::rust_type::Type;
use super::super::types::{Definition, inline_place};
use super::Context;

/// Which tags reach which schemas and types. Tags are known by the index of their handle; the index after the last one
/// stands for what is always there.
pub(super) struct Reach<'c, 'a> {
    context: Context<'c, 'a>,
    graph: DiGraph<(), ()>,
    schemas: BTreeMap<&'c SchemaId, NodeIndex>,
    types: BTreeMap<&'c Ident, NodeIndex>,
    /// By node: the tags that reach it.
    tags: Vec<FixedBitSet>,
}

impl<'c, 'a> Reach<'c, 'a> {
    pub(super) fn new(context: Context<'c, 'a>) -> Self {
        let mut graph = DiGraph::new();
        let mut schemas = BTreeMap::new();
        for id in context.api.schemas.keys() {
            schemas.insert(id, graph.add_node(()));
        }
        let mut types = BTreeMap::new();
        for name in context.types.definitions().keys() {
            types.insert(name, graph.add_node(()));
        }
        let none = FixedBitSet::with_capacity(context.apis.len() + 1);
        let tags = vec![none; graph.node_count()];
        let mut reach = Self { context, graph, schemas, types, tags };
        reach.add_edges();
        reach
    }

    fn add_edges(&mut self) {
        let context = self.context;
        for (id, schema) in &context.api.schemas {
            let mut targets = self.inside(schema);
            targets.extend(context.types.named.get(id).and_then(|name| self.types.get(name)));
            self.connect(self.schemas.get(id).copied(), targets);
        }
        for (name, definition) in context.types.definitions() {
            let mut targets = Vec::new();
            match definition {
                Definition::Struct(definition) => targets = self.inside(definition.schema),
                Definition::Union(definition) => targets = self.inside(definition.schema),
                Definition::Container(definition) => targets = self.inside(definition.schema),
                Definition::Enum(_) | Definition::Text(_) => {}
            }
            self.connect(self.types.get(name).copied(), targets);
        }
        for view in context.models {
            let held: Vec<&Type> = match view {
                ModelView::Struct(view) => {
                    view.fields.iter().chain(&view.additional).map(|field| &field.of).collect()
                }
                ModelView::Union(view) => view.variants.iter().map(|variant| &variant.of).collect(),
                ModelView::Container(view) => vec![&view.of],
                ModelView::Enum(_) | ModelView::Text(_) => continue,
            };
            let models = held.into_iter().flat_map(Type::models);
            let targets = models.filter_map(|name| self.types.get(name).copied()).collect();
            self.connect(self.types.get(view.name()).copied(), targets);
        }
    }

    fn connect(&mut self, from: Option<NodeIndex>, targets: Vec<NodeIndex>) {
        for target in targets {
            if let Some(from) = from.filter(|from| *from != target) {
                self.graph.add_edge(from, target, ());
            }
        }
    }

    /// The schemas that one refers to, and the types of what is written out in it.
    fn inside(&self, schema: &Schema) -> Vec<NodeIndex> {
        let mut open = vec![schema];
        let mut found = Vec::new();
        while let Some(schema) = open.pop() {
            open.extend(schema.children());
            found.extend(schema.reference().and_then(|id| self.schemas.get(id)));
            let inline = self.context.types.inline.get(&inline_place(schema));
            found.extend(inline.and_then(|name| self.types.get(name)));
        }
        found
    }

    /// For each type that is not always there, the features that bring it.
    pub(super) fn models(
        mut self,
        names: &BTreeMap<Ident, String>,
    ) -> BTreeMap<Ident, BTreeSet<String>> {
        let always = self.context.apis.len();
        self.start(names, always);
        // The components come in reverse topological order: those that nothing leads to are the last.
        let components = kosaraju_scc(&self.graph);
        self.hand_on(&components);
        // What no tag reaches, such as the schemas of events, is always there, and so is what it refers to.
        for tags in &mut self.tags {
            if tags.is_clear() {
                tags.insert(always);
            }
        }
        self.hand_on(&components);
        let features: Vec<Option<&String>> =
            self.context.apis.iter().map(|api| names.get(&api.module)).collect();
        let all = names.len();
        let found = self.types.iter().filter_map(|(name, node)| {
            let tags = self.tags.get(node.index())?;
            let brings = tags.ones().filter_map(|tag| features.get(tag).copied().flatten());
            let brings: BTreeSet<String> = brings.cloned().collect();
            let is_conditional = !tags.contains(always) && brings.len() < all;
            is_conditional.then(|| ((*name).clone(), brings))
        });
        found.collect()
    }

    /// Notes what operations and messages name, what the runtime names, and what the last version gave out.
    fn start(&mut self, names: &BTreeMap<Ident, String>, always: usize) {
        let context = self.context;
        let operations: BTreeMap<&Pointer, &Operation> = context
            .api
            .operations
            .iter()
            .map(|operation| (&operation.pointer, operation))
            .collect();
        for (tag, api) in context.apis.iter().enumerate() {
            let tag = if names.contains_key(&api.module) { tag } else { always };
            let of = api.origins.iter().filter_map(|pointer| operations.get(pointer));
            let schemas = of.flat_map(|operation| operation.schemas());
            let roots: Vec<NodeIndex> = schemas.flat_map(|schema| self.inside(schema)).collect();
            for node in roots {
                self.mark(Some(node), tag);
            }
        }
        let messages = &context.api.messages;
        let messages = messages.sent.iter().chain(&messages.received);
        let roots: Vec<NodeIndex> = messages.flat_map(|schema| self.inside(schema)).collect();
        for node in roots {
            self.mark(Some(node), always);
        }
        self.mark(context.error_model.and_then(|name| self.types.get(name)).copied(), always);
        let handles = context.apis.iter().enumerate();
        let tags: BTreeMap<&String, usize> =
            handles.filter_map(|(tag, api)| Some((names.get(&api.module)?, tag))).collect();
        for (name, definition) in context.types.definitions() {
            let node = self.types.get(name).copied();
            // The credentials of clients, and parameters of all operations, have such types.
            if matches!(definition, Definition::Text(_)) {
                self.mark(node, always);
            }
            match given_out(definition) {
                Some(features) if features.is_empty() => self.mark(node, always),
                Some(features) => {
                    let known = features.iter().filter_map(|name| tags.get(name));
                    known.for_each(|tag| self.mark(node, *tag));
                }
                None => {}
            }
        }
    }

    fn mark(&mut self, node: Option<NodeIndex>, tag: usize) {
        if let Some(tags) = node.and_then(|node| self.tags.get_mut(node.index())) {
            tags.insert(tag);
        }
    }

    /// Gives every node the tags of all that lead to it.
    fn hand_on(&mut self, components: &[Vec<NodeIndex>]) {
        for component in components.iter().rev() {
            let mut all = FixedBitSet::with_capacity(self.context.apis.len() + 1);
            for tags in component.iter().filter_map(|node| self.tags.get(node.index())) {
                all.union_with(tags);
            }
            let next = component.iter().flat_map(|node| self.graph.neighbors(*node));
            for node in component.iter().copied().chain(next) {
                if let Some(tags) = self.tags.get_mut(node.index()) {
                    tags.union_with(&all);
                }
            }
        }
    }
}

/// The features that brought a type in the last version, if that is kept.
fn given_out<'a>(definition: &Definition<'a>) -> Option<&'a BTreeSet<String>> {
    let locked: Option<&LockedType> = match definition {
        Definition::Struct(definition) => definition.locked,
        Definition::Enum(definition) => definition.locked,
        Definition::Union(definition) => definition.locked,
        Definition::Container(definition) => definition.locked,
        Definition::Text(_) => None,
    };
    locked?.features.as_ref()
}
