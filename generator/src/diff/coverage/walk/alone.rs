//! What only one document has: covered as it stands, compared elsewhere, or looked into for places that are.

use serde_json::Value;

use super::{CoverageWalk, Task, Verdict};
use crate::diff::coverage::grammar::NodeKind;
use crate::diff::coverage::keys::selectors;
use crate::diff::coverage::located::Located;
use crate::diff::coverage::reasons::{COMPOSITION, ELSEWHERE, PART_CLOSED, SAME_WORDS};
use crate::diff::coverage::references::shared_part;
use crate::diff::coverage::same::says_nothing;
use crate::diff::coverage::sides::{Side, Sides};
use crate::pointer::Pointer;

impl<'a> CoverageWalk<'a> {
    /// Something that only one document has.
    pub(super) fn one_sided(&mut self, task: &Task<'a>, side: Side) {
        let located = task.located_items.of(side);
        if is_named(&located.pointer) {
            self.alone.push((side, task.clone()));
        } else if self.covering(task).is_some() {
            self.settle(task, None);
        } else if task.kind == NodeKind::Address {
            self.address(task);
        } else if located.value.is_some_and(|value| says_nothing(task.kind, value)) {
            self.settle(task, Some(SAME_WORDS));
        } else {
            self.uncovered_alone(task, side);
        }
    }

    /// A part with a name that only one document has may have been compared with what stood in its place.
    pub(super) fn alone(&mut self, task: &Task<'a>, side: Side) {
        let pointer = task.located_items.of(side).pointer.clone();
        let selectors = selectors(self.documents.of(side), task.located_items.of(side));
        let selectors = selectors.into_iter().map(|pointer| (side, pointer)).collect();
        let task = &task.clone().also(selectors);
        if self.covering(task).is_some() {
            self.settle(task, None);
        } else if self.met.contains(&(side, pointer)) {
            self.settle(task, Some(ELSEWHERE));
        } else {
            self.uncovered_alone(task, side);
        }
    }

    fn uncovered_alone(&mut self, task: &Task<'a>, side: Side) {
        let located = task.located_items.of(side);
        let inside = task.kind.is_container() || self.has_below(side, &located.pointer);
        if inside && located.value.is_some_and(|value| value.is_object() || value.is_array()) {
            self.inside(task, side);
        } else {
            self.settle(task, task.kind.not_modelled());
        }
    }

    /// Looks for covered places inside something that only one document has.
    fn inside(&mut self, task: &Task<'a>, side: Side) {
        let located = task.located_items.of(side);
        let other = task.located_items.of(side.other());
        let operations_gone =
            task.kind == NodeKind::PathItem && self.operations_covered(side, located);
        let keys = located.object().into_iter().flat_map(serde_json::Map::keys);
        for key in keys.filter(|key| !task.skip.contains(&key.as_str())) {
            let kind = task.kind.member(key);
            let located_items = Sides::with(side, located.member(key), other.missing(key));
            let member = Task::new(kind, located_items);
            match (task.kind, key.as_str()) {
                (NodeKind::PathItem, _) if kind != NodeKind::Operation && operations_gone => {
                    self.record(&member, Verdict::Change);
                }
                (NodeKind::SchemaPart, "properties" | "required" | "allOf") => {}
                (NodeKind::SchemaPart, "additionalProperties")
                    if located.member(key).value == Some(&Value::Bool(false)) =>
                {
                    self.settle_inside(task, member, Some(PART_CLOSED));
                }
                (NodeKind::SchemaPart, "type") => self.settle(&member, Some(COMPOSITION)),
                (NodeKind::Schema, "required") => self.required_alone(&member, side),
                _ => self.push_inside(task, member),
            }
        }
        for (number, item) in located.located_items().enumerate() {
            let located_items = Sides::with(side, item, other.missing(&number.to_string()));
            self.push_inside(task, Task::new(task.kind.item(), located_items));
        }
    }

    /// Whether a path item has operations, and a change reports each of them.
    fn operations_covered(&self, side: Side, item: &Located<'a>) -> bool {
        let keys = item.object().into_iter().flat_map(serde_json::Map::keys);
        let mut operations =
            keys.filter(|key| NodeKind::PathItem.member(key) == NodeKind::Operation);
        let covered = |key: &String| {
            let pointer = item.pointer.child(key);
            self.covered.of(side).covering(pointer.as_str()) == Some(Verdict::Change)
        };
        operations.clone().next().is_some() && operations.all(covered)
    }
}

/// Whether a place is that of a named schema or of another shared part.
fn is_named(pointer: &Pointer) -> bool {
    if shared_part(pointer).as_ref() == Some(pointer) {
        return true;
    }
    let holder = pointer.parent().unwrap_or_default();
    matches!(holder.as_str(), "/definitions" | "/components/schemas")
}
