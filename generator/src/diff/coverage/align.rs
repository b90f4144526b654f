//! Which member or item of the old document stands beside which of the new one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::facets::word;
use super::grammar::NodeKind;
use super::keys::selectors;
use super::located::Located;
use super::reasons::SAME_WORDS;
use super::same::{addresses, same_scalar};
use super::sides::{Side, Sides};
use super::walk::{CoverageWalk, Task};
use crate::pointer::Pointer;

/// Places by what identifies them.
type Named<'a> = BTreeMap<String, Sides<Option<Located<'a>>>>;

impl<'a> CoverageWalk<'a> {
    /// Compares the members of two objects but those of some keys; anything else as a whole.
    pub(super) fn members(&mut self, task: &Task<'a>, but: &[&str]) {
        let Sides { old, new } = &task.located_items;
        let (Some(olds), Some(news)) = (old.object(), new.object()) else {
            self.leaf(task);
            return;
        };
        let added = news.keys().filter(|key| !olds.contains_key(*key));
        for key in olds.keys().chain(added) {
            let kind = task.kind.member(key);
            let skipped = but.contains(&key.as_str()) || task.skip.contains(&key.as_str());
            if !skipped && kind != NodeKind::Inherited {
                let located_items = Sides { old: old.member(key), new: new.member(key) };
                self.push_inside(task, Task::new(kind, located_items));
            }
        }
    }

    /// Aligns the members of two objects by what their keys stand for.
    pub(super) fn by_key(&mut self, task: &Task<'a>, name: fn(&str) -> String) {
        let mut names = Named::new();
        for side in Side::BOTH {
            let located = task.located_items.of(side);
            for key in located.object().into_iter().flat_map(Map::keys) {
                let name = if key.starts_with("x-") { key.clone() } else { name(key) };
                names.entry(name).or_default().of_mut(side).get_or_insert(located.member(key));
            }
        }
        self.push_named(task, names, |key| task.kind.member(key));
    }

    /// Aligns the items of two lists by the value of a member.
    pub(super) fn by_member(&mut self, task: &Task<'a>, member: &str, kind: NodeKind) {
        let mut names = Named::new();
        for side in Side::BOTH {
            for (number, item) in task.located_items.of(side).located_items().enumerate() {
                let name = item.text(member).map(|text| match kind {
                    NodeKind::Server => trimmed(text),
                    _ => text.to_owned(),
                });
                let name = name.unwrap_or_else(|| number.to_string());
                names.entry(name).or_default().of_mut(side).get_or_insert(item);
            }
        }
        self.push_named(task, names, |_| kind);
    }

    fn push_named(&mut self, task: &Task<'a>, names: Named<'a>, kind: impl Fn(&str) -> NodeKind) {
        let whole = whole(task);
        for (name, Sides { old, new }) in names {
            let located_items = Sides {
                old: old.unwrap_or_else(|| task.located_items.old.missing(&name)),
                new: new.unwrap_or_else(|| task.located_items.new.missing(&name)),
            };
            self.push_inside(task, Task::new(kind(&name), located_items).also(whole.clone()));
        }
    }

    /// One schema, or a list of them by position.
    pub(super) fn items(&mut self, task: &Task<'a>) {
        let Sides { old, new } = &task.located_items;
        if ![old, new].iter().all(|located| located.value.is_some_and(Value::is_array)) {
            self.schema(task);
            return;
        }
        for number in 0..old.items().len().max(new.items().len()) {
            let located_items = Sides { old: old.item(number), new: new.item(number) };
            self.push_inside(task, Task::new(NodeKind::Schema, located_items));
        }
    }

    /// Aligns the items of two lists by what they refer to or by what they are; those left over, by
    /// their order.
    pub(super) fn variants(&mut self, task: &Task<'a>, kind: NodeKind) {
        let whole = whole(task);
        for located_items in unequal(&task.located_items) {
            let mut also = whole.clone();
            for side in Side::BOTH {
                let selectors = selectors(self.documents.of(side), located_items.of(side));
                also.extend(selectors.into_iter().map(|pointer| (side, pointer)));
            }
            self.push_inside(task, Task::new(kind, located_items).also(also));
        }
    }

    /// Compares two lists of scalars as sets. A text alone counts as a list of one.
    pub(super) fn texts(&mut self, task: &Task<'a>, kind: NodeKind) {
        let words = Sides::make(|side| words(task.located_items.of(side)));
        let whole = whole(task);
        for side in Side::BOTH {
            for (word, located) in words.of(side) {
                if !words.of(side.other()).contains_key(word) {
                    let missing = task.located_items.of(side.other()).missing(word);
                    let located_items = Sides::with(side, located.clone(), missing);
                    self.push_inside(task, Task::new(kind, located_items).also(whole.clone()));
                }
            }
        }
    }

    /// The first item of a list is the one that counts.
    pub(super) fn first(&mut self, task: &Task<'a>, name: fn(&Located<'a>) -> Located<'a>) {
        let first = Sides::make(|side| name(task.located_items.of(side)));
        if let (Some(old), Some(new)) = (first.old.value, first.new.value)
            && trimmed(&word(old)) != trimmed(&word(new))
        {
            let whole = whole(task);
            self.settle(&Task::new(NodeKind::Free, first).also(whole), None);
        }
    }

    /// The four keys that say where the API is served are one statement.
    pub(super) fn address(&mut self, task: &Task<'a>) {
        let keys = ["host", "basePath", "schemes", "servers"].map(|key| Pointer::root().child(key));
        let also = Side::BOTH.into_iter().flat_map(|side| keys.clone().map(|key| (side, key)));
        let task = Task { also: also.collect(), ..task.clone() };
        let same = addresses(self.documents.old) == addresses(self.documents.new);
        self.settle(&task, same.then_some(SAME_WORDS));
    }

    /// Something that is compared as a whole, unless somebody knows of a part of it.
    pub(super) fn leaf(&mut self, task: &Task<'a>) {
        let Sides { old, new } = &task.located_items;
        let known = Side::BOTH.iter().any(|side| {
            let pointer = &task.located_items.of(*side).pointer;
            self.has_below(*side, pointer)
        });
        if let (true, Some(olds), Some(news)) = (known, old.object(), new.object()) {
            let keys: BTreeSet<&String> = olds.keys().chain(news.keys()).collect();
            for key in keys {
                let located_items = Sides { old: old.member(key), new: new.member(key) };
                self.push_inside(task, Task::new(task.kind, located_items));
            }
            return;
        }
        let same = match (task.located_items.old.value, task.located_items.new.value) {
            (Some(old), Some(new)) if task.kind == NodeKind::Url => {
                trimmed(&word(old)) == trimmed(&word(new))
            }
            (Some(old), Some(new)) => {
                !matches!(task.kind, NodeKind::Free | NodeKind::Sample) && same_scalar(old, new)
            }
            _ => false,
        };
        self.settle(task, if same { Some(SAME_WORDS) } else { task.kind.not_modelled() });
    }
}

/// A text without slashes at its end.
fn trimmed(text: &str) -> String {
    text.trim_end_matches('/').to_owned()
}

/// Coverage of a whole list is about each of its items, wherever they stand.
fn whole(task: &Task<'_>) -> Vec<(Side, Pointer)> {
    Side::BOTH.map(|side| (side, task.located_items.of(side).pointer.clone())).into()
}

/// The items of two lists that differ: those that refer to the same, and those that only one list has, in
/// pairs by their order.
pub(super) fn unequal<'a>(lists: &Sides<Located<'a>>) -> Vec<Sides<Located<'a>>> {
    let mut groups: BTreeMap<String, Sides<Vec<(usize, Located<'a>)>>> = BTreeMap::new();
    for side in Side::BOTH {
        for (number, located) in lists.of(side).located_items().enumerate() {
            groups.entry(identity(&located)).or_default().of_mut(side).push((number, located));
        }
    }
    let mut pairs = Vec::new();
    let mut left: Sides<Vec<(usize, Located<'a>)>> = Sides::default();
    for Sides { mut old, mut new } in groups.into_values() {
        let both = old.len().min(new.len());
        left.old.extend(old.split_off(both));
        left.new.extend(new.split_off(both));
        let same = old.into_iter().zip(new).map(|((_, old), (_, new))| Sides { old, new });
        pairs.extend(same.filter(|pair| pair.old.value != pair.new.value));
    }
    for side in Side::BOTH {
        left.of_mut(side).sort_by_key(|(number, _)| *number);
    }
    for number in 0..left.old.len().max(left.new.len()) {
        pairs.push(Sides::make(|side| {
            let located = left.of(side).get(number).map(|(_, located)| located.clone());
            located.unwrap_or_else(|| lists.of(side).missing(&number.to_string()))
        }));
    }
    pairs
}

/// What an item of a list without order is: where it leads, or all that it says.
fn identity(located: &Located<'_>) -> String {
    match located.reference() {
        Some(text) => format!("${text}"),
        None => canonical(located.value),
    }
}

/// A value as text, its keys in order.
pub(super) fn canonical(value: Option<&Value>) -> String {
    fn sorted(value: &Value) -> Value {
        match value {
            Value::Object(members) => {
                let members: BTreeMap<&String, Value> =
                    members.iter().map(|(key, member)| (key, sorted(member))).collect();
                members.into_iter().map(|(key, member)| (key.clone(), member)).collect()
            }
            Value::Array(items) => items.iter().map(sorted).collect(),
            other => other.clone(),
        }
    }
    value.map(|value| sorted(value).to_string()).unwrap_or_default()
}

/// The scalars of a list, with their places.
pub(super) fn words<'a>(located: &Located<'a>) -> BTreeMap<String, Located<'a>> {
    match located.value {
        Some(Value::Array(_)) => {
            located.located_items().filter_map(|item| Some((word(item.value?), item))).collect()
        }
        Some(value) => BTreeMap::from([(word(value), located.clone())]),
        None => BTreeMap::new(),
    }
}
