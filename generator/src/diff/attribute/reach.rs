//! What a change of an operation or a schema reaches.

use std::collections::{BTreeMap, BTreeSet};

use super::place::around;
use crate::api::{Api, Operation, Schema, SchemaId};
use crate::changes::{Action, Area, Change, OperationKey, Site, Subject};
use crate::pointer::Pointer;
use crate::public_api;

/// Which changed operations reach which schemas: a model that begins to travel another way gains or loses
/// items without a change of its own.
pub(super) struct Reach {
    by_schema: BTreeMap<String, Reasons>,
    /// The changes of shared parts, by the pointers of the operations that use them.
    by_operation: BTreeMap<String, Reasons>,
}

/// The first change of each sort that reaches a schema.
#[derive(Clone, Copy, Default)]
struct Reasons {
    added: Option<usize>,
    removed: Option<usize>,
    changed: Option<usize>,
}

impl Reasons {
    fn note(&mut self, action: Action, number: usize) {
        let reason = match action {
            Action::Added => &mut self.added,
            Action::Removed => &mut self.removed,
            _ => &mut self.changed,
        };
        reason.get_or_insert(number);
    }

    /// The one that explains best what happened to an item.
    fn of(self, item: &public_api::Change) -> Option<usize> {
        let Self { added, removed, changed } = self;
        let in_order = match (&item.old_line, &item.new_line) {
            (None, _) => [added, changed, removed],
            (_, None) => [removed, changed, added],
            _ => [changed, added, removed],
        };
        in_order.into_iter().flatten().next()
    }
}

impl Reach {
    pub(super) fn new(changes: &[Change], old: &Api, new: &Api) -> Self {
        let mut by_schema: BTreeMap<String, Reasons> = BTreeMap::new();
        let mut by_operation: BTreeMap<String, Reasons> = BTreeMap::new();
        let places = places(old, new);
        for (number, change) in changes.iter().enumerate() {
            if change.rule.area == Area::Documentation {
                continue;
            }
            let roots = match &change.subject {
                Subject::Operation(key) => [(old, &change.old), (new, &change.new)]
                    .into_iter()
                    .flat_map(|(api, site)| {
                        api.operations
                            .iter()
                            .filter(|o| {
                                let is_named = o.method == key.method && o.path.text == key.path;
                                is_named || is_inside(site.as_ref(), o)
                            })
                            .flat_map(Operation::schemas)
                            .map(move |schema| (api, schema))
                    })
                    .collect(),
                Subject::Schema(name) => {
                    let id = SchemaId(name.clone());
                    let sides = [old, new].into_iter();
                    let roots: Vec<_> =
                        sides.filter_map(|api| Some((api, api.schemas.get(&id)?))).collect();
                    // What the document says of a schema is which way it travels by itself: that gives it items, or
                    // takes them, without a change of its own.
                    let travels = change.rule.area == Area::Document;
                    for (_, schema) in roots.iter().filter(|_| travels) {
                        let reasons = by_schema.entry(schema.pointer.as_str().to_owned());
                        reasons.or_default().note(change.rule.action, number);
                    }
                    roots
                }
                Subject::Shared(_) => {
                    for pointer in change.operations.iter().filter_map(|key| places.get(key)) {
                        let reasons = by_operation.entry((*pointer).to_owned()).or_default();
                        reasons.note(change.rule.action, number);
                    }
                    Vec::new()
                }
                Subject::Document | Subject::SecurityScheme(_) => Vec::new(),
            };
            for (api, root) in roots {
                mark(&mut by_schema, (change.rule.action, number), api, root);
            }
        }
        Self { by_schema, by_operation }
    }

    pub(super) fn find<'p>(
        &self,
        item: &public_api::Change,
        pointers: impl Iterator<Item = &'p Pointer>,
    ) -> Option<usize> {
        let mut found = pointers.filter_map(|pointer| {
            around(pointer).find_map(|part| {
                let by_schema = self.by_schema.get(part).and_then(|reasons| reasons.of(item));
                by_schema.or_else(|| self.by_operation.get(part)?.of(item))
            })
        });
        found.next()
    }
}

/// Whether a change stands in an operation of the same definition, which may have gone by another path before.
fn is_inside(site: Option<&Site>, operation: &Operation) -> bool {
    let rest = site.and_then(|site| site.pointer.as_str().strip_prefix(operation.pointer.as_str()));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where the operations stand; those of the new definition, as far as it has them.
fn places<'a>(old: &'a Api, new: &'a Api) -> BTreeMap<OperationKey, &'a str> {
    let operations = old.operations.iter().chain(&new.operations);
    let place = |operation: &'a Operation| {
        let key = OperationKey { path: operation.path.text.clone(), method: operation.method };
        (key, operation.pointer.as_str())
    };
    operations.map(place).collect()
}

/// Notes the change as the reason for every named schema that can be reached, and for what those inherit: that stands in
/// a base, which nothing reaches by its name.
fn mark(
    by_schema: &mut BTreeMap<String, Reasons>,
    (action, number): (Action, usize),
    api: &Api,
    root: &Schema,
) {
    let mut note = |pointer: &Pointer| {
        by_schema.entry(pointer.as_str().to_owned()).or_default().note(action, number);
    };
    // What the root itself inherits came or went by a change of its own.
    let mut open = vec![(root, None)];
    let mut seen = BTreeSet::new();
    while let Some((schema, whole)) = open.pop() {
        let is_inherited =
            |whole: &Pointer| !around(&schema.pointer).any(|part| part == whole.as_str());
        let whole = if whole.is_some_and(is_inherited) {
            note(&schema.pointer);
            Some(&schema.pointer)
        } else {
            whole
        };
        open.extend(schema.children().into_iter().map(|child| (child, whole)));
        let Some(id) = schema.reference() else { continue };
        let Some(target) = api.schemas.get(id) else { continue };
        if seen.insert(id) {
            note(&target.pointer);
            open.push((target, Some(&target.pointer)));
        }
    }
}
