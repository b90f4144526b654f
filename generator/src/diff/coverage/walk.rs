//! The two documents side by side: what differs, and what became of each difference.
//!
//! Nothing here calls itself: what is still to be looked at is in a list, so no document is too deep.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::grammar::NodeKind;
use super::index::CoveredIndex;
use super::keys::selectors;
use super::located::Located;
use super::reasons::{
    COMPOSITION, ELSEWHERE, NOT_FOLLOWED, PART_CLOSED, REPLACED, SAME_WORDS, UNREFERENCED, UNUSED,
};
use super::references::{References, shared_part};
use super::same::says_nothing;
use super::sides::{Side, Sides};
use crate::changes::Covered;
use crate::pointer::Pointer;

/// How many values are looked at because a reference leads to another place than before. Real pairs stay
/// below a tenth; a hostile one could ask for every schema beside every other.
const MAX_FOLLOWED: usize = 2_000_000;

/// What became of a difference, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// A change reports it.
    Change,
    /// It means nothing, for this reason.
    Ignored(&'static str),
    /// Nobody knows of it.
    Uncovered,
}

/// A place in each document, to be compared.
#[derive(Clone)]
pub(super) struct Task<'a> {
    pub(super) kind: NodeKind,
    pub(super) located_items: Sides<Located<'a>>,
    /// Other places whose coverage is about this place too.
    pub(super) also: Vec<(Side, Pointer)>,
    /// Members that are compared elsewhere.
    pub(super) skip: Vec<&'a str>,
    /// Why it is looked at.
    pub(super) way: Way,
}

/// Why two places are looked at beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Way {
    /// They stand under the same keys.
    Keys,
    /// A reference leads to another place than before.
    Reference,
    /// The same, and that is a change: the model there took the place of another one. What models say of
    /// themselves is no news then.
    Replaced,
    /// What leads here is known already: only the changes that are about a difference of the two are looked
    /// for.
    Known,
}

impl<'a> Task<'a> {
    pub(super) fn new(kind: NodeKind, located_items: Sides<Located<'a>>) -> Self {
        Self { kind, located_items, also: Vec::new(), skip: Vec::new(), way: Way::Keys }
    }

    pub(super) fn also(self, also: Vec<(Side, Pointer)>) -> Self {
        Self { also, ..self }
    }

    /// The only document that has something here.
    fn only(&self) -> Option<Side> {
        match (self.located_items.old.value, self.located_items.new.value) {
            (Some(_), None) => Some(Side::Old),
            (None, Some(_)) => Some(Side::New),
            _ => None,
        }
    }
}

/// A difference: its place in each document, as far as something stands there.
pub(super) type Difference = Sides<Option<Pointer>>;

pub(super) struct CoverageWalk<'a> {
    pub(super) documents: Sides<&'a Value>,
    references: Sides<OnceCell<References>>,
    covered: Sides<CoveredIndex<'a>>,
    open: Vec<Task<'a>>,
    /// The pairs of places that were looked at because of a reference, and why.
    seen: HashSet<(Sides<Pointer>, Way)>,
    /// The places in them.
    met: HashSet<(Side, Pointer)>,
    followed: usize,
    found: BTreeMap<Difference, Verdict>,
    /// Differences of what holds for several operations.
    inherited: BTreeMap<Difference, Verdict>,
    /// Items of lists that hold for several operations, as far as an operation makes use of them.
    taken: HashSet<(Side, Pointer)>,
    /// Items of such lists that differ.
    around: Vec<(Side, Task<'a>)>,
    /// Named schemas and shared parts that only one document has.
    alone: Vec<(Side, Task<'a>)>,
}

impl<'a> CoverageWalk<'a> {
    pub(super) fn new(documents: Sides<&'a Value>, covered: &'a [Covered]) -> Self {
        Self {
            documents,
            references: Sides::default(),
            covered: Sides::make(|side| CoveredIndex::of(covered, side == Side::New)),
            open: Vec::new(),
            seen: HashSet::new(),
            met: HashSet::new(),
            followed: 0,
            found: BTreeMap::new(),
            inherited: BTreeMap::new(),
            taken: HashSet::new(),
            around: Vec::new(),
            alone: Vec::new(),
        }
    }

    /// Compares the documents. What became of each difference, and the changes that are about one.
    pub(super) fn run(mut self) -> (BTreeMap<Difference, Verdict>, BTreeSet<usize>) {
        let located_items = Sides::make(|side| Located::root(self.documents.of(side)));
        self.push(Task::new(NodeKind::Document, located_items));
        self.work_off();
        for (side, task) in std::mem::take(&mut self.alone) {
            self.alone(&task, side);
        }
        self.work_off();
        for (side, task) in std::mem::take(&mut self.around) {
            if !self.taken.contains(&(side, task.located_items.of(side).pointer.clone())) {
                self.settle(&task, Some(UNUSED));
            }
        }
        self.found.append(&mut self.inherited);
        let mut used = self.covered.old.used();
        used.extend(self.covered.new.used());
        (self.found, used)
    }

    fn work_off(&mut self) {
        while let Some(task) = self.open.pop() {
            self.step(&task);
        }
    }

    pub(super) fn push(&mut self, task: Task<'a>) {
        self.open.push(task);
    }

    /// Puts a part of a place on the list.
    pub(super) fn push_inside(&mut self, around: &Task<'a>, task: Task<'a>) {
        self.push(Task { way: around.way, ..task });
    }

    /// Compares two places that do not stand under the same keys, once for each reason to do so.
    pub(super) fn follow(&mut self, task: Task<'a>) {
        let Sides { old, new } = &task.located_items;
        let pair = Sides { old: old.pointer.clone(), new: new.pointer.clone() };
        let way = if task.way == Way::Keys { Way::Reference } else { task.way };
        if way != Way::Known {
            self.met.insert((Side::Old, pair.old.clone()));
            self.met.insert((Side::New, pair.new.clone()));
        }
        if old.value != new.value && self.seen.insert((pair, way)) {
            self.push(Task { way, ..task });
        }
    }

    fn step(&mut self, task: &Task<'a>) {
        if task.way != Way::Keys {
            self.followed += 1;
            if self.followed > MAX_FOLLOWED {
                self.settle(task, None);
                return;
            }
        }
        let Sides { old, new } = &task.located_items;
        match task.only() {
            Some(side) => self.one_sided(task, side),
            None if old.value.is_none() => {}
            // What is said around an operation may differ while the operation does not.
            None if task.kind.inherits() || old.value != new.value => self.two_sided(task),
            None => {}
        }
    }

    fn two_sided(&mut self, task: &Task<'a>) {
        if task.kind.may_refer() && self.reference(task) {
            return;
        }
        match task.kind {
            NodeKind::Document => self.document(task),
            NodeKind::Paths => self.paths(task),
            NodeKind::PathItem => self.path_item(task),
            NodeKind::Schema | NodeKind::SchemaPart => self.schema(task),
            NodeKind::Parameter | NodeKind::BodyParameter | NodeKind::Field | NodeKind::Header => {
                self.parameter(task);
            }
            NodeKind::Headers => self.by_key(task, str::to_ascii_lowercase),
            NodeKind::Responses => self.by_key(task, super::keys::status),
            NodeKind::Servers => {
                self.first(task, |list| list.item(0).member("url"));
                self.by_member(task, "url", NodeKind::Server);
            }
            NodeKind::Tags => self.by_member(task, "name", NodeKind::Tag),
            NodeKind::Items => self.items(task),
            NodeKind::Variants => self.variants(task, NodeKind::Schema),
            NodeKind::Texts => self.texts(task, NodeKind::Free),
            NodeKind::Groups => {
                self.first(task, |list| list.item(0));
                self.texts(task, NodeKind::Free);
            }
            NodeKind::Addresses => self.texts(task, NodeKind::Address),
            NodeKind::Address => self.address(task),
            NodeKind::Facet
            | NodeKind::Text
            | NodeKind::Url
            | NodeKind::Flag
            | NodeKind::Free
            | NodeKind::Words
            | NodeKind::Sample
            | NodeKind::Inherited
            | NodeKind::NotModelled(_) => self.leaf(task),
            _ => self.members(task, &[]),
        }
    }

    /// Something that only one document has.
    fn one_sided(&mut self, task: &Task<'a>, side: Side) {
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
    fn alone(&mut self, task: &Task<'a>, side: Side) {
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

    /// Notes what became of a difference. `reason` holds when nothing covers it.
    pub(super) fn settle(&mut self, task: &Task<'a>, reason: Option<&'static str>) {
        let verdict = self.verdict(task, reason);
        self.record(task, verdict);
    }

    /// Notes what became of a difference of a part of a place.
    pub(super) fn settle_inside(
        &mut self,
        around: &Task<'a>,
        task: Task<'a>,
        reason: Option<&'static str>,
    ) {
        self.settle(&Task { way: around.way, ..task }, reason);
    }

    /// The same as [`CoverageWalk::settle`], for something that holds for several operations: each of them must know of it.
    pub(super) fn settle_for_one(&mut self, task: &Task<'a>, reason: Option<&'static str>) {
        let verdict = self.verdict(task, reason);
        let slot = self.inherited.entry(difference(task)).or_insert(verdict);
        let both = [*slot, verdict];
        let idle = Verdict::Ignored(UNUSED);
        *slot = if both.contains(&Verdict::Uncovered) {
            Verdict::Uncovered
        } else {
            both.into_iter().filter(|one| *one != idle).min().unwrap_or(idle)
        };
    }

    /// Notes that an operation makes use of an item of a list.
    pub(super) fn take(&mut self, side: Side, item: &Located<'a>) {
        self.taken.insert((side, item.pointer.clone()));
    }

    /// Notes an item of a list around operations that differs; it means nothing when none makes use of it.
    pub(super) fn item_around(&mut self, side: Side, task: Task<'a>) {
        self.around.push((side, task));
    }

    fn verdict(&self, task: &Task<'a>, reason: Option<&'static str>) -> Verdict {
        let of_another = task.way == Way::Replaced && task.kind.describes();
        self.covering(task)
            .or(reason.or(of_another.then_some(REPLACED)).map(Verdict::Ignored))
            .or_else(|| self.through_references(task))
            .or_else(|| self.leads_nowhere(task).then_some(Verdict::Ignored(NOT_FOLLOWED)))
            .unwrap_or(Verdict::Uncovered)
    }

    pub(super) fn record(&mut self, task: &Task<'a>, verdict: Verdict) {
        for side in Side::BOTH {
            self.covered.of(side).use_below(task.located_items.of(side).pointer.as_str());
        }
        if task.way == Way::Known {
            return;
        }
        let slot = self.found.entry(difference(task)).or_insert(verdict);
        *slot = verdict.min(*slot);
    }

    pub(super) fn has_below(&self, side: Side, pointer: &Pointer) -> bool {
        self.covered.of(side).has_below(pointer.as_str())
    }

    /// What coverage says about a place, that of those at other places that are about it too included.
    pub(super) fn covering(&self, task: &Task<'a>) -> Option<Verdict> {
        let own = Side::BOTH.map(|side| (side, &task.located_items.of(side).pointer));
        let also = task.also.iter().map(|(side, pointer)| (*side, pointer));
        own.into_iter().chain(also).filter_map(|(side, pointer)| self.covered(side, pointer)).min()
    }

    /// What coverage says about a place of one document.
    pub(super) fn covered(&self, side: Side, pointer: &Pointer) -> Option<Verdict> {
        self.covered.of(side).covering(pointer.as_str())
    }

    /// A reference is what it leads to, and a shared part is where it is used.
    fn through_references(&self, task: &Task<'a>) -> Option<Verdict> {
        let present =
            || Side::BOTH.into_iter().filter(|side| task.located_items.of(*side).value.is_some());
        for side in present() {
            let located = task.located_items.of(side);
            let target = located.reference().and_then(|_| located.target(self.documents.of(side)));
            let verdict = target.and_then(|target| self.covered(side, &target.pointer));
            if verdict.is_some() {
                return verdict;
            }
        }
        let verdicts: Option<Vec<Verdict>> = present()
            .map(|side| {
                self.through_users(side, &shared_part(&task.located_items.of(side).pointer)?)
            })
            .collect();
        verdicts?.into_iter().max()
    }

    /// Whether a reference stands here that cannot be followed.
    fn leads_nowhere(&self, task: &Task<'a>) -> bool {
        Side::BOTH.into_iter().any(|side| {
            let located = task.located_items.of(side);
            located.reference().is_some() && located.target(self.documents.of(side)).is_none()
        })
    }

    /// What became of all places that use a shared part.
    fn through_users(&self, side: Side, part: &Pointer) -> Option<Verdict> {
        let document = self.documents.of(side);
        let references = self.references.of(side).get_or_init(|| References::of(document));
        let users = references.users(part);
        if users.is_empty() {
            return Some(Verdict::Ignored(UNREFERENCED));
        }
        let verdicts: Option<Vec<Verdict>> =
            users.into_iter().map(|user| self.covered(side, user)).collect();
        verdicts?.into_iter().max()
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

/// The difference that a task is about.
fn difference(task: &Task<'_>) -> Difference {
    Sides::make(|side| {
        let located = task.located_items.of(side);
        located.value.map(|_| located.pointer.clone())
    })
}
