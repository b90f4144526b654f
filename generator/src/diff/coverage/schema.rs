//! Schemas and parameters: what several keys say together, and objects put together of parts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::align::{unequal, words};
use super::facets::{Facet, FacetValue, word};
use super::flat::{Flat, flatten, parts};
use super::grammar::NodeKind;
use super::located::Located;
use super::reasons::{COMPOSITION, ELSEWHERE, NOT_READ, PART_CLOSED, SAME_WORDS};
use super::same::{implied, is_free_form, same_scalar};
use super::sides::{Side, Sides};
use super::walk::{CoverageWalk, Task};
use crate::assertion::{KEYWORDS, assertions, head, one_schema};
use crate::pointer::Pointer;

impl<'a> CoverageWalk<'a> {
    /// Compares two schemas that are no references.
    pub(super) fn schema(&mut self, task: &Task<'a>) {
        let (Some(old), Some(new)) =
            (task.located_items.old.object(), task.located_items.new.object())
        else {
            let free = |located: &Located<'a>| located.value.is_some_and(is_free_form);
            let same = free(&task.located_items.old) && free(&task.located_items.new);
            self.settle(task, same.then_some(SAME_WORDS));
            return;
        };
        let composed = [old, new].iter().any(|members| members.contains_key("allOf"));
        let part = task.kind == NodeKind::SchemaPart;
        let mut inner = Task { kind: NodeKind::Schema, ..task.clone() };
        if composed && !part {
            self.composed(&inner);
            let said = self.said_by_part(&inner);
            inner.skip.extend(said);
        }
        let mut but: Vec<&str> =
            Facet::ALL.iter().flat_map(|facet| facet.keys()).copied().collect();
        if composed || part {
            but.extend(["properties", "allOf"]);
        }
        if (composed || part || [old, new].into_iter().all(has_variants)) && self.closed(&inner) {
            but.push(ADDITIONAL);
        }
        but.extend(self.same_assertions(&inner));
        self.members(&inner, &but);
        self.facets(&inner, !composed && !part);
    }

    /// The keywords by which two schemas demand the same, though in other words.
    fn same_assertions(&mut self, task: &Task<'a>) -> Vec<&'static str> {
        let Sides { old, new } = &task.located_items;
        let (Some(old_members), Some(new_members)) = (old.object(), new.object()) else {
            return Vec::new();
        };
        let differs = |keyword: &&&str| old_members.get(**keyword) != new_members.get(**keyword);
        let changed: Vec<&'static str> = KEYWORDS.iter().filter(differs).copied().collect();
        if changed.is_empty() {
            return changed;
        }
        let demands = |side: Side, members: &Map<String, Value>, keyword: &str| -> Vec<_> {
            let all = assertions(self.documents.of(side), members).into_iter();
            let of = all.filter(|demand| demand.keyword == head(keyword));
            of.map(|demand| (demand.key, demand.value)).collect()
        };
        // What is the type of all other members is compared as such.
        let typed = [old_members, new_members].iter().any(|members| one_schema(members).is_some());
        let same: Vec<&'static str> = changed
            .into_iter()
            .filter(|keyword| !(typed && *keyword == "patternProperties"))
            .filter(|keyword| {
                demands(Side::Old, old_members, keyword) == demands(Side::New, new_members, keyword)
            })
            .collect();
        for keyword in &same {
            let located_items = Sides { old: old.member(keyword), new: new.member(keyword) };
            self.settle_inside(task, Task::new(NodeKind::Free, located_items), Some(SAME_WORDS));
        }
        same
    }

    /// Whether one of two parts of compositions forbids other members and the other one does not speak of them;
    /// then that is settled.
    fn closed(&mut self, task: &Task<'a>) -> bool {
        let lists = Sides::make(|side| task.located_items.of(side).member(ADDITIONAL));
        let values = [lists.old.value, lists.new.value];
        let silent =
            values.iter().all(|value| value.is_none_or(|value| *value == Value::Bool(false)));
        if silent && values.iter().any(Option::is_none) && values.iter().any(Option::is_some) {
            self.settle_inside(task, Task::new(NodeKind::Free, lists), Some(PART_CLOSED));
        }
        silent
    }

    /// Compares two parameters or headers, which in 2.0 are schemas too.
    pub(super) fn parameter(&mut self, task: &Task<'a>) {
        let Sides { old, new } = &task.located_items;
        let mut but: Vec<&str> =
            Facet::ALL.iter().flat_map(|facet| facet.keys()).copied().collect();
        but.retain(|key| !matches!(*key, "required" | "example" | "examples"));
        let implicit = ["required", "style", "explode", "collectionFormat"];
        for key in implicit.into_iter().filter(|key| !task.skip.contains(key)) {
            let said = Sides::make(|side| {
                let located = task.located_items.of(side);
                let stated = located.member(key).value.map(word);
                let fixed = key == "required" && located.text("in") == Some("path");
                let implied = implied(located, key).map(str::to_owned);
                if fixed { implied } else { stated.or(implied) }
            });
            let located_items = Sides { old: old.member(key), new: new.member(key) };
            let kind = task.kind.member(key);
            let lists = Side::BOTH.iter().any(|side| {
                let located = task.located_items.of(*side);
                key != "collectionFormat" || located.text("type") == Some("array")
            });
            let same = if said.old == said.new { Some(SAME_WORDS) } else { None };
            let reason = if lists { same } else { Some(NOT_READ) };
            if located_items.old.value != located_items.new.value {
                // How a list is written is new with the list.
                let typed = Side::BOTH
                    .map(|side| (side, task.located_items.of(side).pointer.child("type")));
                let also = if key == "collectionFormat" { typed.into() } else { Vec::new() };
                self.settle(
                    &Task::new(kind, located_items).also(also),
                    reason.or(kind.not_modelled()),
                );
            }
        }
        but.extend(implicit);
        self.own_sample(task);
        self.members(task, &but);
        self.facets(task, false);
    }

    /// Compares what the keys of a schema say together.
    fn facets(&mut self, task: &Task<'a>, required: bool) {
        let (Some(old), Some(new)) =
            (task.located_items.old.object(), task.located_items.new.object())
        else {
            return;
        };
        let changed: Vec<Facet> =
            Facet::ALL.into_iter().filter(|facet| facet.said(old) != facet.said(new)).collect();
        let keys: BTreeSet<&str> =
            Facet::ALL.iter().flat_map(|facet| facet.keys()).copied().collect();
        for key in keys.into_iter().filter(|key| !task.skip.contains(key)) {
            let located_items = Sides {
                old: task.located_items.old.member(key),
                new: task.located_items.new.member(key),
            };
            let (was, is) = (located_items.old.value, located_items.new.value);
            let parameter = task.kind != NodeKind::Schema;
            let elsewhere = parameter && matches!(key, "required" | "example" | "examples");
            if was == is
                || same_list(was, is)
                || elsewhere
                || (key == "required" && !required && !is_flag(was, is))
            {
                continue;
            }
            let inner =
                Task { way: task.way, ..Task::new(NodeKind::Facet.alone(key), located_items) };
            if key == "format" && ![old, new].into_iter().any(may_have_format) {
                self.settle(&inner, Some(NOT_READ));
            } else if !changed.iter().any(|facet| facet.depends_on(key))
                || (key == "type"
                    && [old, new].into_iter().all(is_union)
                    && self.same_type_demand(task))
            {
                self.settle(&inner, Some(SAME_WORDS));
            } else if key == "required" && !is_flag(was, is) {
                self.required(task, &inner);
            } else if key == "enum" && changed.contains(&Facet::Values) {
                self.texts(&inner, NodeKind::Free);
            } else if was.zip(is).is_some_and(|(was, is)| same_scalar(was, is)) {
                self.settle(&inner, Some(SAME_WORDS));
            } else {
                self.settle(&inner, None);
            }
        }
    }

    /// Whether the types beside two unions take away the same from their variants, such as nothing.
    fn same_type_demand(&self, task: &Task<'a>) -> bool {
        let demand = |side: Side| {
            let members = task.located_items.of(side).object()?;
            let mut all = assertions(self.documents.of(side), members).into_iter();
            all.find(|demand| demand.keyword == "type").map(|demand| demand.value)
        };
        demand(Side::Old) == demand(Side::New)
    }

    /// A name in a list of what is required is a statement about the property.
    fn required(&mut self, schema: &Task<'a>, list: &Task<'a>) {
        let names = Sides::make(|side| words(list.located_items.of(side)));
        let places = |name: &str| {
            Side::BOTH.map(|side| {
                (side, schema.located_items.of(side).pointer.child("properties").child(name))
            })
        };
        self.required_names(schema, &names, |name| places(name).into());
    }

    /// The same, where only one document has the list.
    pub(super) fn required_alone(&mut self, list: &Task<'a>, side: Side) {
        let mut names = Sides::default();
        *names.of_mut(side) = words(list.located_items.of(side));
        let holder = list.located_items.of(side).pointer.parent().unwrap_or_default();
        let places = |name: &str| vec![(side, holder.child("properties").child(name))];
        self.required_names(list, &names, places);
    }

    fn required_names(
        &mut self,
        around: &Task<'a>,
        names: &Sides<BTreeMap<String, Located<'a>>>,
        places: impl Fn(&str) -> Vec<(Side, Pointer)>,
    ) {
        for side in Side::BOTH {
            for (name, located) in names.of(side) {
                if !names.of(side.other()).contains_key(name) {
                    let missing = Located::new(Pointer::root(), None);
                    let located_items = Sides::with(side, located.clone(), missing);
                    let word = Task::new(NodeKind::Free, located_items).also(places(name));
                    self.settle_inside(around, word, None);
                }
            }
        }
    }

    /// Compares what the parts of two schemas, of which at least one has an `allOf`, amount to.
    fn composed(&mut self, task: &Task<'a>) {
        let same = |key: &str| {
            let Sides { old, new } = &task.located_items;
            old.member(key).value == new.member(key).value
        };
        if same("allOf") && same("properties") && same("required") {
            return;
        }
        let flats =
            Sides::make(|side| flatten(self.documents.of(side), task.located_items.of(side)));
        self.flat_properties(task, &flats);
        let names = Sides::make(|side| flats.of(side).required.clone());
        let places = |name: &str| {
            let of = |side: Side| {
                let sources = flats.of(side).properties.get(name).into_iter().flatten();
                let own = task.located_items.of(side).pointer.child("properties").child(name);
                sources.map(|located| located.pointer.clone()).chain([own]).map(move |p| (side, p))
            };
            Side::BOTH.into_iter().flat_map(of).collect()
        };
        self.required_names(task, &names, places);
        let lists = Sides::make(|side| task.located_items.of(side).member("allOf"));
        for located_items in unequal(&lists) {
            self.part(task, located_items);
        }
    }

    /// What a schema says by one of its parts, where it is compared with that part alone: what the part says beside its
    /// members is no news, as long as it says so in both documents.
    fn said_by_part(&mut self, task: &Task<'a>) -> Vec<&'a str> {
        let mut said = Vec::new();
        for side in Side::BOTH {
            let (whole, alone) = (task.located_items.of(side), task.located_items.of(side.other()));
            let parts = parts(self.documents.of(side), whole);
            let part = parts.iter().find(|part| part.pointer == alone.pointer);
            let Some(part) = part.filter(|_| whole.pointer != alone.pointer) else { continue };
            for key in alone.object().into_iter().flat_map(Map::keys).map(String::as_str) {
                let is_of_members = ["properties", "required", "allOf", ADDITIONAL].contains(&key);
                let (own, stated) = (whole.member(key), alone.member(key));
                let same = own.value.is_none() && part.member(key).value == stated.value;
                if same && !is_of_members {
                    let located_items = Sides::with(side, own, stated);
                    self.settle_inside(
                        task,
                        Task::new(NodeKind::Free, located_items),
                        Some(ELSEWHERE),
                    );
                    said.push(key);
                }
            }
        }
        said
    }

    /// A property of a composed object is the same one wherever it stands.
    fn flat_properties(&mut self, task: &Task<'a>, flats: &Sides<Flat<'a>>) {
        let names: BTreeSet<&String> =
            Side::BOTH.iter().flat_map(|side| flats.of(*side).properties.keys()).collect();
        for name in names {
            let none = Vec::new();
            let sources = Sides::make(|side| flats.of(side).properties.get(name).unwrap_or(&none));
            let own = |side: Side| {
                (side, task.located_items.of(side).pointer.child("properties").child(name))
            };
            for number in 0..sources.old.len().max(sources.new.len()) {
                // The last source counts; those before it are compared from the end too.
                let located_items = Sides::make(|side| {
                    let sources = sources.of(side);
                    let source = sources.len().checked_sub(number + 1).and_then(|n| sources.get(n));
                    source.cloned().unwrap_or_else(|| Located::new(own(side).1, None))
                });
                let mut also = vec![own(Side::Old), own(Side::New)];
                for side in Side::BOTH {
                    // What comes from a base comes by the reference to it.
                    let around = &task.located_items.of(side).pointer;
                    if !located_items.of(side).is_inside(around) {
                        also.push((side, around.child("allOf")));
                    }
                }
                let pair =
                    Task { way: task.way, ..Task::new(NodeKind::Schema, located_items) }.also(also);
                let Sides { old, new } = &pair.located_items;
                if old.value.is_some() && new.value.is_some() {
                    if old.pointer != new.pointer {
                        let elsewhere = Task { kind: NodeKind::Free, ..pair.clone() };
                        self.settle(&elsewhere, Some(ELSEWHERE));
                    }
                    self.follow(pair);
                } else {
                    self.settle(&pair, None);
                }
            }
        }
    }

    /// A part of an `allOf`. What it adds to the properties has been compared.
    fn part(&mut self, task: &Task<'a>, located_items: Sides<Located<'a>>) {
        let objects = Side::BOTH.iter().all(|side| {
            let located = located_items.of(*side);
            let target = located.target(self.documents.of(*side));
            located.value.is_none() || target.as_ref().is_some_and(is_object)
        });
        let inline = Side::BOTH.iter().all(|side| located_items.of(*side).reference().is_none());
        let also = Side::BOTH.map(|side| (side, task.located_items.of(side).pointer.clone()));
        if inline {
            self.push_inside(
                task,
                Task::new(NodeKind::SchemaPart, located_items).also(also.into()),
            );
        } else {
            let part = Task::new(NodeKind::Free, located_items);
            self.settle_inside(task, part, objects.then_some(COMPOSITION));
        }
    }
}

/// Whether a schema is one of several.
fn is_union(schema: &Map<String, Value>) -> bool {
    ["oneOf", "anyOf"].iter().any(|key| schema.contains_key(*key))
}

/// What an object may hold beside its properties.
const ADDITIONAL: &str = "additionalProperties";

/// Whether those that extend a schema are its variants; they are compositions, and it is a part of each.
fn has_variants(schema: &Map<String, Value>) -> bool {
    let union = ["oneOf", "anyOf"].iter().any(|key| schema.contains_key(*key));
    schema.contains_key("discriminator") && !union
}

/// Whether a schema has properties, of its own or by its parts.
fn is_object(schema: &Located<'_>) -> bool {
    let has = |key: &str| schema.member(key).value.is_some();
    has("properties") || has("allOf") || schema.text("type") == Some("object")
}

/// Whether a schema is of a type that formats are about, or of none that is known.
fn may_have_format(schema: &Map<String, Value>) -> bool {
    match Facet::Types.said(schema) {
        FacetValue::Texts(types) => {
            types.is_empty()
                || ["integer", "number", "string", "file"].iter().any(|t| types.contains(*t))
        }
        _ => true,
    }
}

/// Whether two lists differ in their order only.
fn same_list(was: Option<&Value>, is: Option<&Value>) -> bool {
    let sorted = |value: &Value| {
        let mut words: Vec<String> = value.as_array()?.iter().map(word).collect();
        words.sort();
        Some(words)
    };
    was.and_then(sorted).is_some_and(|was| is.and_then(sorted) == Some(was))
}

/// Whether a `required` is a truth value, which is about the object around.
fn is_flag(was: Option<&Value>, is: Option<&Value>) -> bool {
    [was, is].into_iter().flatten().all(|value| !value.is_array())
}
