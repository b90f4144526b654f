//! The two documents side by side: what differs, and what became of each difference.
//!
//! Nothing here calls itself: what is still to be looked at is in a list, so no document is too deep.

mod alone;
mod verdict;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::grammar::NodeKind;
use super::index::CoveredIndex;
use super::located::Located;
use super::reasons::UNUSED;
use super::references::References;
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

    /// Says of a parameter what it is for, which depends on where it is sent.
    fn by_location(self) -> Self {
        if self.kind != NodeKind::Parameter {
            return self;
        }
        let Sides { old, new } = &self.located_items;
        let kind = NodeKind::parameter(new.text("in").or_else(|| old.text("in")));
        Self { kind, ..self }
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
            self.step(&task.by_location());
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
}
