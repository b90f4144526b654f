//! Compares one pair of values after the other: what is said about them here, their shapes in the files
//! beside this one.

use std::collections::HashMap;

use super::ValueEncoding;
use super::align::{Child, Step};
use super::annotations::{Annotated, Annotations};
use super::findings::{Changes, Finding};
use super::graph::{From, Graph, Node};
use super::keywords::{described_keywords, keywords};
use super::reachability::{Affected, Reachability};
use super::ref_pairing::RefPairing;
use super::renames::Renames;
use super::sameness::Sameness;
use super::sides::{SchemaKind, SchemaSides};
use crate::api::{Schema, SchemaId};
use crate::changes::rules::schemas as rules;
use crate::changes::{Rule, Site, Subject};

/// Where the comparison is.
#[derive(Clone)]
pub(super) struct At {
    pub(super) subject: Subject,
    pub(super) path: Vec<String>,
    /// What the value is called in a sentence.
    pub(super) name: String,
    pub(super) affected: Affected,
    /// Whether no property is around the value: then nothing copes with a null in its place.
    pub(super) bare: bool,
    /// How it is written.
    pub(super) encoding: ValueEncoding,
    pub(super) slot: Slot,
    /// Whether the two values are one, before and after. They are not when another model took the place of
    /// one: then that they have other names and texts, or stand elsewhere, is no news.
    pub(super) is_one: bool,
}

/// What the value is to the one around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A whole body or parameter, or a part that may be absent.
    Free,
    /// A property that both definitions require.
    Required,
    /// An item of a list or a member of a map.
    Item,
}

impl At {
    /// A place inside this one. What is there travels as far as `child` lets it.
    pub(super) fn inside<'a>(&self, sides: &SchemaSides<'a>, child: &Child<'a>) -> Self {
        let flow = child.flow(sides);
        let mut inner = self.clone();
        inner.affected.request &= flow.request;
        inner.affected.response &= flow.response;
        match child.step {
            Step::Itself => return inner,
            Step::Property(name) => name.clone_into(&mut inner.name),
            Step::Variant(variant) => inner.name = variant.text(),
            step => inner.name = step.text(),
        }
        let is_item = matches!(child.step, Step::Items | Step::Additional);
        inner.bare &= is_item;
        inner.slot = if is_item { Slot::Item } else { Slot::Free };
        inner.path.push(child.step.text());
        inner
    }

    /// Whether the generated code copes with a null in place of the value: a field does, and so do the lists and
    /// maps in it, however deep, because the runtime reads what they hold in the same way (`Lenient` in
    /// `templates/crate/src/containers.rs`; the golden `maps-and-free-form` shows it). A list that is the whole body
    /// is no field.
    pub(super) fn copes_with_null(&self) -> bool {
        !self.bare
    }
}

/// Where a reader looks for a pair.
#[derive(Clone)]
struct NodePlace {
    subject: Subject,
    path: Vec<String>,
    /// See [`At::is_one`].
    is_one: bool,
}

/// How many steps a path may have before it starts anew at the schema it has come to. Only models that took
/// the place of others are looked for by a path through several of them.
const LONGEST_PATH: usize = 24;

impl Default for NodePlace {
    fn default() -> Self {
        Self { subject: Subject::Document, path: Vec::new(), is_one: true }
    }
}

/// The comparison of all pairs.
pub(super) struct Comparer<'a, 'c> {
    pub(super) sides: &'c SchemaSides<'a>,
    pub(super) graph: &'c Graph<'a>,
    pub(super) reachability: &'c Reachability,
    pub(super) renames: &'c Renames<'a>,
    pub(super) same: &'c mut Sameness,
    pub(super) changes: Changes,
    /// Whether an object takes over what a named schema has, for those that were asked about.
    pub(super) extended: HashMap<(*const Schema, SchemaId), bool>,
}

impl<'a> Comparer<'a, '_> {
    /// Compares every pair.
    pub(super) fn all(&mut self) {
        let mut places: Vec<NodePlace> = Vec::with_capacity(self.graph.nodes.len());
        for (number, node) in self.graph.nodes.iter().enumerate() {
            let place = self.place(node, &places);
            if node.shape_only || node.old != node.new {
                let at = At {
                    name: place.path.last().cloned().unwrap_or_else(|| place.subject.to_string()),
                    subject: place.subject.clone(),
                    path: place.path.clone(),
                    affected: Affected { node: Some(number), request: true, response: true },
                    bare: self.reachability.is_bare(number),
                    encoding: match node.encoding {
                        ValueEncoding::Json if self.reachability.is_text(number) => {
                            ValueEncoding::Joined
                        }
                        encoding => encoding,
                    },
                    slot: Slot::Free,
                    is_one: place.is_one,
                };
                if node.shape_only {
                    self.shape(&at, node.old, node.new);
                } else {
                    self.value(&at, node.old, node.new);
                }
            }
            places.push(place);
        }
    }

    /// Where a reader looks for a pair: a model under its name, everything else where it was first met.
    fn place(&self, node: &Node<'a>, places: &[NodePlace]) -> NodePlace {
        let model = self.renames.model(self.sides, node.old, node.new);
        if let Some(name) = model.filter(|_| !node.shape_only) {
            let subject = Subject::Schema(name.to_string());
            return NodePlace { subject, path: Vec::new(), is_one: true };
        }
        match &node.from {
            From::Place(subject, path) => {
                NodePlace { subject: subject.clone(), path: path.clone(), is_one: true }
            }
            From::Node(around, steps) => {
                let around = places.get(*around).filter(|place| place.path.len() < LONGEST_PATH);
                let mut place = around.cloned().unwrap_or_else(|| {
                    let owner = self.sides.new.owner(&node.new.pointer);
                    let subject =
                        owner.map_or(Subject::Document, |id| Subject::Schema(id.to_string()));
                    NodePlace { subject, ..NodePlace::default() }
                });
                let steps = steps.iter().filter(|step| **step != Step::Itself);
                place.path.extend(steps.map(|step| step.text()));
                place.is_one &= node.shape_only;
                place
            }
            From::Name => NodePlace::default(),
        }
    }

    /// Notes a change.
    pub(super) fn report(&mut self, at: &At, rule: &'static Rule, finding: Finding) {
        self.changes.report(rule, (&at.subject, &at.path), at.affected, finding);
    }

    /// Compares what is inside two values.
    pub(super) fn child(&mut self, at: &At, child: &Child<'a>) {
        if child.old != child.new {
            let at = at.inside(self.sides, child);
            self.value(&at, child.old, child.new);
        }
    }

    /// Compares two values.
    pub(super) fn value(&mut self, at: &At, old: &'a Schema, new: &'a Schema) {
        let pairing = RefPairing::of(self.sides, old, new);
        let by_name = matches!(pairing, RefPairing::BothRefs { .. });
        let said = |here: &'a Schema, whole: Annotations<'a>| {
            let own = if by_name { Annotations::of(here) } else { whole };
            Annotated { here, own, whole }
        };
        let old_said = said(old, self.sides.old.annotations(old));
        let new_said = said(new, self.sides.new.annotations(new));
        self.described(at, &old_said, &new_said);
        let (old_target, new_target) = (self.sides.old.target(old), self.sides.new.target(new));
        let kinds = (SchemaKind::of(old_target), SchemaKind::of(new_target));
        if kinds.0.shares_limits(kinds.1) {
            self.enumeration(at, &old_said, &new_said);
            self.limits(at, &old_said, &new_said);
        }
        self.assertions(at, by_name, &old_said, &new_said);
        self.recomposed(old, new);
        match pairing {
            RefPairing::BothRefs { old: old_step, new: new_step } => {
                self.reference(at, old, new);
                if self.graph.find(old_step, new_step, false).is_none() {
                    self.type_changed(at, old, new);
                }
            }
            RefPairing::RefAndInline { old: old_target, new: new_target } => {
                if at.is_one {
                    self.in_place(at, old, new);
                }
                if self.graph.find(old_target, new_target, true).is_none() {
                    self.type_changed(at, old, new);
                }
            }
            RefPairing::BecameVariant { variant } => self.grown(at, old, new, variant),
            RefPairing::WasUnion { variant } => self.shrunk(at, old, new, variant),
            RefPairing::BothInline => self.shape(at, old, new),
        }
    }

    /// The two values refer to named schemas.
    fn reference(&mut self, at: &At, old: &'a Schema, new: &'a Schema) {
        let (Some(old_id), Some(new_id)) = (old.reference(), new.reference()) else { return };
        if old_id == new_id || !at.is_one {
            return;
        }
        let is_place = |id: &SchemaId| id.as_str().starts_with('/');
        let reason = if self.renames.are_same(old_id, new_id) {
            "the model goes by another name, which is said once"
        } else if is_place(old_id) || is_place(new_id) {
            SAME_ELSEWHERE
        } else {
            let site = |schema: &Schema, name: &str| {
                Some(Site::stating(&schema.pointer.child("$ref"), name))
            };
            let finding = Finding::named(&at.name)
                .in_old(site(old, old_id.as_str()))
                .in_new(site(new, new_id.as_str()))
                .covering(old, false, REFERENCE)
                .covering(new, true, REFERENCE);
            self.report(at, &rules::MODEL_REPLACED, finding);
            return;
        };
        self.changes.ignore_keywords(old, false, REFERENCE, reason);
        self.changes.ignore_keywords(new, true, REFERENCE, reason);
    }

    /// One of two values refers to a schema, the other states it in place: all of it is in one document
    /// only, and what differs is reported by itself.
    fn in_place(&mut self, at: &At, old: &'a Schema, new: &'a Schema) {
        self.extracted(at, old, new);
        for (schema, is_new) in [(old, false), (new, true)] {
            if schema.reference().is_some() {
                self.changes.ignore_keywords(schema, is_new, REFERENCE, SAME_ELSEWHERE);
            } else {
                self.changes.ignore(&schema.pointer, is_new, SAME_ELSEWHERE);
            }
        }
    }

    /// What has a type of its own in Rust has another one when it becomes a model, or is one no more.
    fn extracted(&mut self, at: &At, old: &'a Schema, new: &'a Schema) {
        let (rule, model, inline) = match (old.reference(), new.reference()) {
            (None, Some(model)) => (&rules::MODEL_EXTRACTED, model, old),
            (Some(model), None) => (&rules::MODEL_INLINED, model, new),
            _ => return,
        };
        if !inline.needs_type() {
            return;
        }
        let reference = |schema: &Schema| {
            let place = schema.pointer.child("$ref");
            if schema.reference().is_some() {
                Site::stating(&place, model.as_str())
            } else {
                Site::new(&schema.pointer)
            }
        };
        let finding = Finding::named(model.as_str())
            .in_old(Some(reference(old)))
            .in_new(Some(reference(new)));
        self.report(at, rule, finding);
    }

    /// Two values in place are composed of other parts; what that changes is reported by itself.
    fn recomposed(&mut self, old: &'a Schema, new: &'a Schema) {
        let parts = |schema: &'a Schema| -> Vec<Option<&'a str>> {
            let whole = schema.pointer.as_str();
            schema.parts.iter().map(|part| part.as_str().strip_prefix(whole)).collect()
        };
        if parts(old) == parts(new) {
            return;
        }
        for (schema, is_new) in [(old, false), (new, true)] {
            for part in &schema.parts {
                // The whole list, because a member that comes or goes moves those after it.
                let list = part.parent().unwrap_or_default();
                self.changes.ignore(&list, is_new, SAME_COMPOSITION);
            }
            for keyword in keywords(schema).into_iter().chain(described_keywords(schema)) {
                self.changes.ignore(&schema.pointer.child(keyword), is_new, SAME_COMPOSITION);
            }
        }
    }
}

/// Where a reference is stated.
const REFERENCE: &[&str] = &["$ref"];

/// Why a reference and what it leads to are no difference.
pub(super) const SAME_ELSEWHERE: &str = "the same value is stated elsewhere";

/// Why another composition is no difference.
pub(super) const SAME_COMPOSITION: &str = "the composition comes to the same";
