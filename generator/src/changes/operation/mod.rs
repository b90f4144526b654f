//! Pairs the operations of the two APIs and compares each pair, part by part.

mod body;
mod content;
mod encoding;
mod facts;
mod form;
mod form_encoding;
mod gathering;
mod header;
mod identity;
mod pairing;
mod parameter;
mod parameters;
mod response;
mod security;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Context;
use super::address::rebased;
use super::document::renamed_schemes;
use super::schema::Pairs;
use crate::api::{Api, Direction, Operation};
use crate::changes::rules::operations::operation as rules;
use crate::changes::{ChangePlace, OperationKey, Rule, Site, Subject};
use crate::pointer::Pointer;

use self::gathering::{Gathered, Gathering};
use self::pairing::{OperationPair, Pairing};

/// What a client sends.
const REQUEST: Direction = Direction { request: true, response: false };

/// What a client receives.
const RESPONSE: Direction = Direction { request: false, response: true };

/// Both.
const BOTH: Direction = Direction { request: true, response: true };

/// How many references may lead to one another.
const MAX_CHAIN: usize = 64;

/// Compares all operations, and counts them.
pub(super) fn compare<'a>(context: &mut Context<'a>, schemas: &mut Pairs<'a>) {
    let (old, new) = (context.old, context.new);
    let Pairing { pairs, removed, added } =
        pairing::pair(old, new, rebased(old, new).unwrap_or_default());
    let comparison = &mut context.findings.comparison;
    comparison.compared.operations = pairs.len() + removed.len() + added.len();
    let renamed = pairs.iter().filter(|pair| identity::is_renamed(pair));
    comparison.renamed_operations.extend(renamed.map(|pair| (key(pair.old), key(pair.new))));
    let mut comparer = OperationComparer {
        old,
        new,
        paths: [old, new].map(|api| api.operations.iter().map(|o| o.path.text.as_str()).collect()),
        sharing: [old, new].map(identity::sharing),
        gathering: Gathering::default(),
        targets: [old, new].map(|api| api.references.values().collect()),
        schemes: renamed_schemes(old, new),
    };
    for pair in &pairs {
        comparer.pair(pair);
    }
    for operation in removed {
        comparer.operation_alone(operation, false);
    }
    for operation in added {
        comparer.operation_alone(operation, true);
    }
    comparer.gathering.finish(&mut context.findings, schemas);
}

/// What HTTP calls an operation.
fn key(operation: &Operation) -> OperationKey {
    OperationKey { path: operation.path.text.clone(), method: operation.method }
}

/// What the comparisons of the parts of operations share.
struct OperationComparer<'a> {
    old: &'a Api,
    new: &'a Api,
    /// The paths of the old and of the new API.
    paths: [BTreeSet<&'a str>; 2],
    /// The operations of the old and of the new API that have no id of their own, by the one that they share.
    sharing: [BTreeMap<&'a str, Vec<&'a Operation>>; 2],
    gathering: Gathering<'a>,
    /// The shared parts that something in the old, and in the new, document refers to.
    targets: [BTreeSet<&'a Pointer>; 2],
    /// The security schemes that go by another name now: old and new.
    schemes: BTreeMap<&'a str, &'a str>,
}

impl<'a> OperationComparer<'a> {
    /// Compares an operation with what became of it.
    fn pair(&mut self, pair: &OperationPair<'a>) {
        let place = ChangePlace {
            subject: Subject::Operation(key(pair.new)),
            statuses: BTreeSet::new(),
            path: Vec::new(),
            flow: BOTH,
            operations: Arc::new(BTreeSet::from([key(pair.new)])),
        };
        self.identity(&place, pair);
        self.facts(&place, pair.old, pair.new);
        self.security(&place, pair.old, pair.new);
        self.parameters(&place, pair);
        self.body(&place, pair.old, pair.new);
        self.responses(&place, pair.old, pair.new);
    }

    /// Reports an operation that only one of the two APIs has.
    fn operation_alone(&mut self, operation: &'a Operation, is_new: bool) {
        let rule = match (is_new, operation.deprecated) {
            (true, _) => &rules::OPERATION_ADDED,
            (false, false) => &rules::OPERATION_REMOVED,
            (false, true) => &rules::DEPRECATED_OPERATION_REMOVED,
        };
        let key = key(operation);
        let place = ChangePlace {
            subject: Subject::Operation(key.clone()),
            statuses: BTreeSet::new(),
            path: Vec::new(),
            flow: BOTH,
            operations: Arc::new(BTreeSet::from([key.clone()])),
        };
        let site = Some(Site::new(&operation.pointer));
        let (old, new) = if is_new { (None, site) } else { (site, None) };
        let is_lone_path = !self.has_path(operation, !is_new);
        let gathered = self.gathering.report(rule, &place, &key.to_string(), old, new);
        if is_lone_path {
            // What stands beside the operations of a path came or went with them.
            gathered.also(&path_item(operation), is_new);
        }
    }

    /// Whether the old or the new API has the path of an operation.
    fn has_path(&self, operation: &Operation, in_new: bool) -> bool {
        let [olds, news] = &self.paths;
        if in_new { news } else { olds }.contains(operation.path.text.as_str())
    }

    /// Reports a part that only one of the two has. When the other document has it too, but this operation
    /// does not use it there, the reference is what came or went. `listed` is where the operation would
    /// refer to it, if that is known.
    fn one_sided(
        &mut self,
        rule: &'static Rule,
        place: &ChangePlace,
        name: &str,
        part: OneSided<'_>,
    ) -> &mut Gathered {
        let OneSided { operation, pointer, listed, is_new } = part;
        let api = if is_new { self.new } else { self.old };
        let [olds, news] = &self.targets;
        let shared = if is_new { olds } else { news }.contains(pointer);
        let reference = if is_below(pointer, &operation.pointer) {
            None
        } else {
            reference_to(api, operation, pointer, listed)
        };
        let site = Site::new(reference.as_ref().filter(|_| shared).unwrap_or(pointer));
        let only = |of_new| is_new == of_new;
        let parts = [false, true].map(|side| only(side).then(|| pointer.clone()));
        let sites = [false, true].map(|side| only(side).then(|| site.clone()));
        let gathered = self.gathering.report_parts(rule, place, name, parts, sites);
        if let Some(reference) = &reference {
            gathered.also(reference, is_new);
        }
        if !shared {
            gathered.also(pointer, is_new);
        }
        gathered
    }

    /// Reports that a text that people read changed: the member `key` of a part.
    fn text(
        &mut self,
        rule: &'static Rule,
        place: &ChangePlace,
        name: &str,
        key: &str,
        [old, new]: [(&Pointer, Option<&String>); 2],
    ) {
        if old.1 != new.1 {
            let site = |(part, text): (&Pointer, Option<&String>)| {
                text.map(|_| Site::new(&part.child(key)))
            };
            self.gathering.report(rule, place, name, site(old), site(new));
        }
    }

    /// Reports that a flag changed, the member `key` of a part: by one rule when it is set now and by
    /// another when it is not.
    fn flag(
        &mut self,
        [set, unset]: [&'static Rule; 2],
        place: &ChangePlace,
        name: &str,
        key: &str,
        [old, new]: [(&Pointer, bool); 2],
    ) {
        if old.1 != new.1 {
            let rule = if new.1 { set } else { unset };
            let site =
                |(part, value): (&Pointer, bool)| Some(Site::stating(&part.child(key), value));
            self.gathering.report(rule, place, name, site(old), site(new));
        }
    }
}

/// A part that only one of the two has.
struct OneSided<'p> {
    operation: &'p Operation,
    pointer: &'p Pointer,
    listed: Option<Pointer>,
    is_new: bool,
}

/// Whether a place is inside another, or that place itself.
fn is_below(pointer: &Pointer, around: &Pointer) -> bool {
    let rest = pointer.as_str().strip_prefix(around.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where an operation, or its path for all its operations, refers to a shared part.
fn reference_to(
    api: &Api,
    operation: &Operation,
    part: &Pointer,
    listed: Option<Pointer>,
) -> Option<Pointer> {
    let leads = |from: &Pointer| {
        let mut place = from;
        (0..MAX_CHAIN).any(|_| match api.references.get(place) {
            Some(next) => {
                place = next;
                next == part
            }
            None => false,
        })
    };
    if let Some(listed) = listed.filter(leads) {
        return Some(listed);
    }
    let below = |around: Pointer| {
        let prefix = format!("{}/", around.as_str());
        let from = api.references.range(Pointer::from_escaped(prefix.clone())..);
        let mut places = from.map(|(place, _)| place);
        places
            .by_ref()
            .take_while(|place| place.as_str().starts_with(&prefix))
            .find(|p| leads(p))
            .cloned()
    };
    below(operation.pointer.clone())
        .or_else(|| below(operation.pointer.parent()?.child("parameters")))
}

/// Where the definition has the path of an operation; what stands there may be a reference.
fn path_item(operation: &Operation) -> Pointer {
    let paths = Pointer::root().child("paths");
    let text = &operation.path.text;
    // A path that lacks its slash in the definition has one here.
    let written = |item: &Pointer| {
        item.parent().as_ref() == Some(&paths)
            && item.last().is_some_and(|key| text.strip_prefix('/') == Some(key.as_str()))
    };
    operation.pointer.parent().filter(written).unwrap_or_else(|| paths.child(text))
}
