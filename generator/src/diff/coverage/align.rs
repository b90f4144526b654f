//! Which member or item of the old document stands beside which of the new one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::facets::word;
use super::grammar::Kind;
use super::keys::selectors;
use super::reasons::SAME_WORDS;
use super::same::{addresses, same_scalar};
use super::spot::Spot;
use super::two::{Side, Two};
use super::walk::{Task, Walk};
use crate::pointer::Pointer;

/// Places by what identifies them.
type Named<'a> = BTreeMap<String, Two<Option<Spot<'a>>>>;

impl<'a> Walk<'a> {
    /// Compares the members of two objects but those of some keys; anything else as a whole.
    pub(super) fn members(&mut self, task: &Task<'a>, but: &[&str]) {
        let Two { old, new } = &task.spots;
        let (Some(olds), Some(news)) = (old.object(), new.object()) else {
            self.leaf(task);
            return;
        };
        let added = news.keys().filter(|key| !olds.contains_key(*key));
        for key in olds.keys().chain(added) {
            let kind = task.kind.member(key);
            let skipped = but.contains(&key.as_str()) || task.skip.contains(&key.as_str());
            if !skipped && kind != Kind::Inherited {
                let spots = Two { old: old.member(key), new: new.member(key) };
                self.push_inside(task, Task::new(kind, spots));
            }
        }
    }

    /// Aligns the members of two objects by what their keys stand for.
    pub(super) fn by_key(&mut self, task: &Task<'a>, name: fn(&str) -> String) {
        let mut names = Named::new();
        for side in Side::BOTH {
            let spot = task.spots.of(side);
            for key in spot.object().into_iter().flat_map(Map::keys) {
                let name = if key.starts_with("x-") { key.clone() } else { name(key) };
                names.entry(name).or_default().of_mut(side).get_or_insert(spot.member(key));
            }
        }
        self.push_named(task, names, |key| task.kind.member(key));
    }

    /// Aligns the items of two lists by the value of a member.
    pub(super) fn by_member(&mut self, task: &Task<'a>, member: &str, kind: Kind) {
        let mut names = Named::new();
        for side in Side::BOTH {
            for (number, item) in task.spots.of(side).spots().enumerate() {
                let name = item.text(member).map(|text| match kind {
                    Kind::Server => trimmed(text),
                    _ => text.to_owned(),
                });
                let name = name.unwrap_or_else(|| number.to_string());
                names.entry(name).or_default().of_mut(side).get_or_insert(item);
            }
        }
        self.push_named(task, names, |_| kind);
    }

    fn push_named(&mut self, task: &Task<'a>, names: Named<'a>, kind: impl Fn(&str) -> Kind) {
        let whole = whole(task);
        for (name, Two { old, new }) in names {
            let spots = Two {
                old: old.unwrap_or_else(|| task.spots.old.missing(&name)),
                new: new.unwrap_or_else(|| task.spots.new.missing(&name)),
            };
            self.push_inside(task, Task::new(kind(&name), spots).also(whole.clone()));
        }
    }

    /// One schema, or a list of them by position.
    pub(super) fn items(&mut self, task: &Task<'a>) {
        let Two { old, new } = &task.spots;
        if ![old, new].iter().all(|spot| spot.value.is_some_and(Value::is_array)) {
            self.schema(task);
            return;
        }
        for number in 0..old.items().len().max(new.items().len()) {
            let spots = Two { old: old.item(number), new: new.item(number) };
            self.push_inside(task, Task::new(Kind::Schema, spots));
        }
    }

    /// Aligns the items of two lists by what they refer to or by what they are; those left over, by
    /// their order.
    pub(super) fn variants(&mut self, task: &Task<'a>, kind: Kind) {
        let whole = whole(task);
        for spots in unequal(&task.spots) {
            let mut also = whole.clone();
            for side in Side::BOTH {
                let selectors = selectors(self.documents.of(side), spots.of(side));
                also.extend(selectors.into_iter().map(|pointer| (side, pointer)));
            }
            self.push_inside(task, Task::new(kind, spots).also(also));
        }
    }

    /// Compares two lists of scalars as sets. A text alone counts as a list of one.
    pub(super) fn texts(&mut self, task: &Task<'a>, kind: Kind) {
        let words = Two::make(|side| words(task.spots.of(side)));
        let whole = whole(task);
        for side in Side::BOTH {
            for (word, spot) in words.of(side) {
                if !words.of(side.other()).contains_key(word) {
                    let missing = task.spots.of(side.other()).missing(word);
                    let spots = Two::with(side, spot.clone(), missing);
                    self.push_inside(task, Task::new(kind, spots).also(whole.clone()));
                }
            }
        }
    }

    /// The first item of a list is the one that counts.
    pub(super) fn first(&mut self, task: &Task<'a>, name: fn(&Spot<'a>) -> Spot<'a>) {
        let first = Two::make(|side| name(task.spots.of(side)));
        if let (Some(old), Some(new)) = (first.old.value, first.new.value)
            && trimmed(&word(old)) != trimmed(&word(new))
        {
            let whole = whole(task);
            self.settle(&Task::new(Kind::Free, first).also(whole), None);
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
        let Two { old, new } = &task.spots;
        let known = Side::BOTH.iter().any(|side| {
            let pointer = &task.spots.of(*side).pointer;
            self.has_below(*side, pointer)
        });
        if let (true, Some(olds), Some(news)) = (known, old.object(), new.object()) {
            let keys: BTreeSet<&String> = olds.keys().chain(news.keys()).collect();
            for key in keys {
                let spots = Two { old: old.member(key), new: new.member(key) };
                self.push_inside(task, Task::new(task.kind, spots));
            }
            return;
        }
        let same = match (task.spots.old.value, task.spots.new.value) {
            (Some(old), Some(new)) if task.kind == Kind::Url => {
                trimmed(&word(old)) == trimmed(&word(new))
            }
            (Some(old), Some(new)) => {
                !matches!(task.kind, Kind::Free | Kind::Sample) && same_scalar(old, new)
            }
            _ => false,
        };
        self.settle(task, if same { Some(SAME_WORDS) } else { task.kind.idle() });
    }
}

/// A text without slashes at its end.
fn trimmed(text: &str) -> String {
    text.trim_end_matches('/').to_owned()
}

/// A claim on a whole list is about each of its items, wherever they stand.
fn whole(task: &Task<'_>) -> Vec<(Side, Pointer)> {
    Side::BOTH.map(|side| (side, task.spots.of(side).pointer.clone())).into()
}

/// The items of two lists that differ: those that refer to the same, and those that only one list has, in
/// pairs by their order.
pub(super) fn unequal<'a>(lists: &Two<Spot<'a>>) -> Vec<Two<Spot<'a>>> {
    let mut groups: BTreeMap<String, Two<Vec<(usize, Spot<'a>)>>> = BTreeMap::new();
    for side in Side::BOTH {
        for (number, spot) in lists.of(side).spots().enumerate() {
            groups.entry(identity(&spot)).or_default().of_mut(side).push((number, spot));
        }
    }
    let mut pairs = Vec::new();
    let mut left: Two<Vec<(usize, Spot<'a>)>> = Two::default();
    for Two { mut old, mut new } in groups.into_values() {
        let both = old.len().min(new.len());
        left.old.extend(old.split_off(both));
        left.new.extend(new.split_off(both));
        let same = old.into_iter().zip(new).map(|((_, old), (_, new))| Two { old, new });
        pairs.extend(same.filter(|pair| pair.old.value != pair.new.value));
    }
    for side in Side::BOTH {
        left.of_mut(side).sort_by_key(|(number, _)| *number);
    }
    for number in 0..left.old.len().max(left.new.len()) {
        pairs.push(Two::make(|side| {
            let spot = left.of(side).get(number).map(|(_, spot)| spot.clone());
            spot.unwrap_or_else(|| lists.of(side).missing(&number.to_string()))
        }));
    }
    pairs
}

/// What an item of a list without order is: where it leads, or all that it says.
fn identity(spot: &Spot<'_>) -> String {
    match spot.reference() {
        Some(text) => format!("${text}"),
        None => canonical(spot.value),
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
pub(super) fn words<'a>(spot: &Spot<'a>) -> BTreeMap<String, Spot<'a>> {
    match spot.value {
        Some(Value::Array(_)) => {
            spot.spots().filter_map(|item| Some((word(item.value?), item))).collect()
        }
        Some(value) => BTreeMap::from([(word(value), spot.clone())]),
        None => BTreeMap::new(),
    }
}
