//! Places that are references, with or without something around them: they are compared by what they lead to.
//!
//! A reference with a description beside it, one that is the only part with a shape of an `allOf`, and one that
//! a `oneOf` offers beside null are all the same statement: that schema, described, perhaps null.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::grammar::NodeKind;
use super::located::Located;
use super::reasons::{ELSEWHERE, NOT_READ, SAME_WORDS};
use super::sides::{Side, Sides};
use super::walk::{CoverageWalk, Task, Verdict, Way};
use crate::assertion::KEYWORDS;

/// Keys that may stand beside a reference and only describe.
const BESIDE: [&str; 10] = [
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
    "x-nullable",
];

/// Whether a key may stand beside a reference.
fn describes(key: &str) -> bool {
    BESIDE.contains(&key) || key.starts_with("x-")
}

/// Keys of a part of an `allOf` that give it no shape of its own: they limit what the other parts are.
const LIMITS: [&str; 13] = [
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "type",
];

/// Whether a key limits a value, or makes another demand on it.
fn limits(key: &str) -> bool {
    LIMITS.contains(&key) || (KEYWORDS.contains(&key) && key != "patternProperties")
}

/// A place that is a reference.
struct Referring<'a> {
    text: &'a str,
    /// Where the reference itself stands.
    at: Located<'a>,
    /// What describes it.
    beside: BTreeMap<&'a str, Located<'a>>,
    /// The null that may stand in its place.
    null: Option<Located<'a>>,
}

impl<'a> Referring<'a> {
    fn of(located: &Located<'a>) -> Option<Self> {
        if let Some(text) = located.reference() {
            return Some(Self { text, at: located.clone(), beside: beside(located), null: None });
        }
        Self::wrapped(located, "allOf")
            .or_else(|| Self::wrapped(located, "oneOf"))
            .or_else(|| Self::wrapped(located, "anyOf"))
    }

    /// A reference that is alone in a list, as far as the others only describe, or are null.
    fn wrapped(located: &Located<'a>, list: &str) -> Option<Self> {
        let around = located.object()?.keys().all(|key| key == list || describes(key));
        let items: Vec<Located<'a>> = located.member(list).located_items().collect();
        let (references, others): (Vec<_>, Vec<_>) =
            items.into_iter().partition(|item| item.reference().is_some());
        let [at] = references.as_slice() else { return None };
        let alone = at.object().is_some_and(|members| members.len() == 1);
        let fit = |item: &Located<'a>| match list {
            "allOf" => {
                let fits = |key: &String| describes(key) || limits(key);
                item.object().is_some_and(|members| members.keys().all(fits))
            }
            _ => is_null(item),
        };
        if !around || !alone || !others.iter().all(fit) {
            return None;
        }
        let mut found = beside(located);
        let null = if list == "allOf" { None } else { others.first().cloned() };
        if list == "allOf" {
            for (key, described) in others.iter().flat_map(part) {
                found.entry(key).or_insert(described);
            }
        }
        Some(Self { text: at.reference()?, at: at.clone(), beside: found, null })
    }

    fn is_nullable(&self) -> bool {
        let flag = |key: &str| {
            self.beside.get(key).and_then(|located| located.value).is_some_and(super::same::truth)
        };
        self.null.is_some() || flag("nullable") || flag("x-nullable")
    }
}

/// What describes a schema, by key.
fn beside<'a>(located: &Located<'a>) -> BTreeMap<&'a str, Located<'a>> {
    let keys = located.object().into_iter().flat_map(Map::keys).map(String::as_str);
    keys.filter(|key| describes(key)).map(|key| (key, located.member(key))).collect()
}

/// What a part of an `allOf` says of a schema, by key. That it has a type says no more than what it is a part of.
fn part<'a>(located: &Located<'a>) -> BTreeMap<&'a str, Located<'a>> {
    let keys = located.object().into_iter().flat_map(Map::keys).map(String::as_str);
    keys.filter(|key| *key != "type").map(|key| (key, located.member(key))).collect()
}

/// Whether a schema allows null and nothing else.
fn is_null(located: &Located<'_>) -> bool {
    let typed = located.text("type") == Some("null");
    let listed = located.member("enum").items();
    typed || (!listed.is_empty() && listed.iter().all(Value::is_null))
}

impl<'a> CoverageWalk<'a> {
    /// Compares two places of which at least one is a reference by what they lead to. `false`: none is.
    pub(super) fn reference(&mut self, task: &Task<'a>) -> bool {
        let Sides { old, new } = &task.located_items;
        match (Referring::of(old), Referring::of(new)) {
            (None, None) => return false,
            (Some(was), Some(is)) if was.text == is.text => self.same(task, &was, &is),
            _ if self.covering(task).is_some() => {
                self.settle(task, None);
                self.known(task);
            }
            (Some(was), Some(is)) => {
                let targets = Sides { old: Some(was.at.clone()), new: Some(is.at.clone()) };
                self.followed(task, targets, &[&was, &is]);
            }
            (Some(was), None) if is_union(new) => self.variant(task, Side::Old, &was),
            (None, Some(is)) if is_union(old) => self.variant(task, Side::New, &is),
            (Some(was), None) => {
                let targets = Sides { old: Some(was.at.clone()), new: None };
                self.followed(task, targets, &[&was]);
            }
            (None, Some(is)) => {
                let targets = Sides { old: None, new: Some(is.at.clone()) };
                self.followed(task, targets, &[&is]);
            }
        }
        true
    }

    /// Sides references to the same: what stands beside them is compared.
    fn same(&mut self, task: &Task<'a>, was: &Referring<'a>, is: &Referring<'a>) {
        let inside = |referring: &Referring<'a>, located: &Located<'a>| {
            referring.at.pointer != located.pointer
        };
        if inside(was, &task.located_items.old) != inside(is, &task.located_items.new) {
            self.settle(&Task { kind: NodeKind::Free, ..task.clone() }, Some(ELSEWHERE));
        }
        let keys = was.beside.keys().chain(is.beside.keys());
        let keys: BTreeSet<&'a str> = keys.copied().collect();
        for key in keys {
            let stated = |referring: &Referring<'a>, located: &Located<'a>| {
                referring.beside.get(key).cloned().unwrap_or_else(|| located.missing(key))
            };
            let located_items = Sides {
                old: stated(was, &task.located_items.old),
                new: stated(is, &task.located_items.new),
            };
            let nullable = matches!(key, "nullable" | "x-nullable");
            if nullable && was.is_nullable() == is.is_nullable() {
                if located_items.old.value != located_items.new.value {
                    self.settle_inside(
                        task,
                        Task::new(NodeKind::Free, located_items),
                        Some(SAME_WORDS),
                    );
                }
                continue;
            }
            self.push_inside(task, Task::new(task.kind.member(key).alone(key), located_items));
        }
        self.null(task, was, is);
        for side in Side::BOTH {
            self.not_read(task, side);
        }
    }

    /// Null in the place of a reference.
    fn null(&mut self, task: &Task<'a>, was: &Referring<'a>, is: &Referring<'a>) {
        if was.null.is_some() == is.null.is_some() {
            return;
        }
        let same = was.is_nullable() == is.is_nullable();
        let null = |referring: &Referring<'a>, located: &Located<'a>| {
            referring.null.clone().unwrap_or_else(|| located.missing("nullable"))
        };
        let located_items = Sides {
            old: null(was, &task.located_items.old),
            new: null(is, &task.located_items.new),
        };
        self.settle_inside(
            task,
            Task::new(NodeKind::Free, located_items),
            same.then_some(SAME_WORDS),
        );
    }

    /// Whether what stands beside a `$ref` holds too, as it does since 3.1.
    fn is_draft_2020(&self, side: Side) -> bool {
        let version = self.documents.of(side).get("openapi").and_then(Value::as_str);
        version.is_some_and(|version| version.starts_with("3.") && !version.starts_with("3.0"))
    }

    /// Before 3.1, keys beside a `$ref` that do not describe mean nothing.
    fn not_read(&mut self, task: &Task<'a>, side: Side) {
        let (located, other) = (task.located_items.of(side), task.located_items.of(side.other()));
        let keys = located.object().filter(|_| located.reference().is_some());
        for key in keys.into_iter().flat_map(Map::keys) {
            let (here, there) = (located.member(key), other.member(key));
            let met = side == Side::New && there.value.is_some();
            if key != "$ref" && !describes(key) && here.value != there.value && !met {
                let located_items = Sides::with(side, here, there);
                let is_read = limits(key) && self.is_draft_2020(side);
                let reason = (!is_read).then_some(NOT_READ);
                self.settle_inside(task, Task::new(NodeKind::Free, located_items), reason);
            }
        }
    }

    /// Looks for changes that are about what two schemas lead to, while it is known already that the one took
    /// the place of the other: the reference itself may be covered for another reason.
    pub(super) fn known(&mut self, task: &Task<'a>) {
        let end = |side: Side| {
            let located = task.located_items.of(side);
            let at =
                Referring::of(located).map_or_else(|| located.clone(), |referring| referring.at);
            at.target(self.documents.of(side))
        };
        if let (Some(old), Some(new)) = (end(Side::Old), end(Side::New)) {
            self.follow(Task { way: Way::Known, ..Task::new(task.kind, Sides { old, new }) });
        }
    }

    /// Compares the ends of references that are not the same. An absent one is the place itself.
    #[expect(clippy::needless_pass_by_value, reason = "the two ends are made for this call")]
    fn followed(
        &mut self,
        task: &Task<'a>,
        starts: Sides<Option<Located<'a>>>,
        referring: &[&Referring<'a>],
    ) {
        let end = |side: Side| match starts.of(side) {
            Some(start) => start.target(self.documents.of(side)),
            None => Some(task.located_items.of(side).clone()),
        };
        let (Some(was), Some(is)) = (end(Side::Old), end(Side::New)) else {
            self.settle(task, None);
            return;
        };
        self.settle(&Task { kind: NodeKind::Free, ..task.clone() }, Some(ELSEWHERE));
        let ends = Sides { old: was, new: is };
        let mut skip: Vec<&'a str> = Vec::new();
        for key in referring.iter().flat_map(|referring| referring.beside.keys()) {
            if !skip.contains(key) {
                skip.push(key);
            }
        }
        for key in &skip {
            let stated = |side: Side| {
                let located = task.located_items.of(side);
                let own = Referring::of(located).and_then(|own| own.beside.get(key).cloned());
                own.unwrap_or_else(|| ends.of(side).member(key))
            };
            let kind = task.kind.member(key).alone(key);
            self.push_inside(task, Task::new(kind, Sides::make(stated)));
        }
        let way = if self.replaced(&starts) { Way::Replaced } else { task.way };
        self.follow(Task { skip, way, ..Task::new(task.kind, ends) });
    }

    /// Whether a change reports that the model behind a reference took the place of another one.
    fn replaced(&self, starts: &Sides<Option<Located<'a>>>) -> bool {
        let (Some(old), Some(new)) = (&starts.old, &starts.new) else { return false };
        [(Side::Old, old), (Side::New, new)].iter().any(|(side, start)| {
            self.covered(*side, &start.pointer.child("$ref")) == Some(Verdict::Change)
        })
    }

    /// A schema became one of several, or the only one that is left: it is the same as the variant that leads
    /// to it, and the other variants came or went.
    fn variant(&mut self, task: &Task<'a>, side: Side, referring: &Referring<'a>) {
        let union = task.located_items.of(side.other());
        let place = task.located_items.of(side);
        let also = vec![(side, place.pointer.clone()), (side.other(), union.pointer.clone())];
        let known = ["oneOf", "anyOf"].iter().any(|key| {
            union.member(key).located_items().any(|v| v.reference() == Some(referring.text))
        });
        self.settle(&Task { kind: NodeKind::Free, ..task.clone() }, known.then_some(ELSEWHERE));
        if !known {
            return;
        }
        for key in union.object().into_iter().flat_map(Map::keys) {
            let list = union.member(key);
            if !matches!(key.as_str(), "oneOf" | "anyOf") {
                let there = referring.beside.get(key.as_str()).cloned();
                let there = there.unwrap_or_else(|| place.missing(key));
                let kind = task.kind.member(key).alone(key);
                let located_items = Sides::with(side, there, list);
                self.push_inside(task, Task::new(kind, located_items).also(also.clone()));
                continue;
            }
            for variant in list.located_items().filter(|v| v.reference() != Some(referring.text)) {
                let located_items = Sides::with(side, place.missing(key), variant);
                let whole = [also.clone(), vec![(side.other(), list.pointer.clone())]].concat();
                self.push_inside(task, Task::new(NodeKind::Schema, located_items).also(whole));
            }
        }
    }
}

/// Whether a schema is one of several.
fn is_union(located: &Located<'_>) -> bool {
    ["oneOf", "anyOf"].iter().any(|key| !located.member(key).items().is_empty())
}
