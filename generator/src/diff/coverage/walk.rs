//! The two documents side by side: what differs, and what became of each difference.
//!
//! Nothing here calls itself: what is still to be looked at is in a list, so no document is too deep.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::claims::Claims;
use super::grammar::Kind;
use super::keys::selectors;
use super::reasons::{
    COMPOSITION, ELSEWHERE, NOT_FOLLOWED, PART_CLOSED, REPLACED, SAME_WORDS, UNREFERENCED, UNUSED,
};
use super::references::{References, shared_part};
use super::same::says_nothing;
use super::spot::Spot;
use super::two::{Side, Two};
use crate::changes::Claim;
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
    Unclaimed,
}

/// A place in each document, to be compared.
#[derive(Clone)]
pub(super) struct Task<'a> {
    pub(super) kind: Kind,
    pub(super) spots: Two<Spot<'a>>,
    /// Other places at which a claim is about this place too.
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
    pub(super) fn new(kind: Kind, spots: Two<Spot<'a>>) -> Self {
        Self { kind, spots, also: Vec::new(), skip: Vec::new(), way: Way::Keys }
    }

    pub(super) fn also(self, also: Vec<(Side, Pointer)>) -> Self {
        Self { also, ..self }
    }

    /// The only document that has something here.
    fn only(&self) -> Option<Side> {
        match (self.spots.old.value, self.spots.new.value) {
            (Some(_), None) => Some(Side::Old),
            (None, Some(_)) => Some(Side::New),
            _ => None,
        }
    }
}

/// A difference: its place in each document, as far as something stands there.
pub(super) type Difference = Two<Option<Pointer>>;

pub(super) struct Walk<'a> {
    pub(super) documents: Two<&'a Value>,
    references: Two<OnceCell<References>>,
    claims: Two<Claims<'a>>,
    open: Vec<Task<'a>>,
    /// The pairs of places that were looked at because of a reference, and why.
    seen: HashSet<(Two<Pointer>, Way)>,
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

impl<'a> Walk<'a> {
    pub(super) fn new(documents: Two<&'a Value>, claims: &'a [Claim]) -> Self {
        Self {
            documents,
            references: Two::default(),
            claims: Two::make(|side| Claims::of(claims, side == Side::New)),
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
        let spots = Two::make(|side| Spot::root(self.documents.of(side)));
        self.push(Task::new(Kind::Document, spots));
        self.work_off();
        for (side, task) in std::mem::take(&mut self.alone) {
            self.alone(&task, side);
        }
        self.work_off();
        for (side, task) in std::mem::take(&mut self.around) {
            if !self.taken.contains(&(side, task.spots.of(side).pointer.clone())) {
                self.settle(&task, Some(UNUSED));
            }
        }
        self.found.append(&mut self.inherited);
        let mut used = self.claims.old.used();
        used.extend(self.claims.new.used());
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
        let Two { old, new } = &task.spots;
        let pair = Two { old: old.pointer.clone(), new: new.pointer.clone() };
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
        let Two { old, new } = &task.spots;
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
            Kind::Document => self.document(task),
            Kind::Paths => self.paths(task),
            Kind::PathItem => self.path_item(task),
            Kind::Schema | Kind::SchemaPart => self.schema(task),
            Kind::Parameter | Kind::BodyParameter | Kind::Field | Kind::Header => {
                self.parameter(task);
            }
            Kind::Headers => self.by_key(task, str::to_ascii_lowercase),
            Kind::Responses => self.by_key(task, super::keys::status),
            Kind::Servers => {
                self.first(task, |list| list.item(0).member("url"));
                self.by_member(task, "url", Kind::Server);
            }
            Kind::Tags => self.by_member(task, "name", Kind::Tag),
            Kind::Items => self.items(task),
            Kind::Variants => self.variants(task, Kind::Schema),
            Kind::Texts => self.texts(task, Kind::Free),
            Kind::Groups => {
                self.first(task, |list| list.item(0));
                self.texts(task, Kind::Free);
            }
            Kind::Addresses => self.texts(task, Kind::Address),
            Kind::Address => self.address(task),
            Kind::Facet
            | Kind::Text
            | Kind::Url
            | Kind::Flag
            | Kind::Free
            | Kind::Words
            | Kind::Sample
            | Kind::Inherited
            | Kind::Idle(_) => self.leaf(task),
            _ => self.members(task, &[]),
        }
    }

    /// Something that only one document has.
    fn one_sided(&mut self, task: &Task<'a>, side: Side) {
        let spot = task.spots.of(side);
        if is_named(&spot.pointer) {
            self.alone.push((side, task.clone()));
        } else if self.covering(task).is_some() {
            self.settle(task, None);
        } else if task.kind == Kind::Address {
            self.address(task);
        } else if spot.value.is_some_and(|value| says_nothing(task.kind, value)) {
            self.settle(task, Some(SAME_WORDS));
        } else {
            self.unclaimed_alone(task, side);
        }
    }

    /// A part with a name that only one document has may have been compared with what stood in its place.
    fn alone(&mut self, task: &Task<'a>, side: Side) {
        let pointer = task.spots.of(side).pointer.clone();
        let selectors = selectors(self.documents.of(side), task.spots.of(side));
        let selectors = selectors.into_iter().map(|pointer| (side, pointer)).collect();
        let task = &task.clone().also(selectors);
        if self.covering(task).is_some() {
            self.settle(task, None);
        } else if self.met.contains(&(side, pointer)) {
            self.settle(task, Some(ELSEWHERE));
        } else {
            self.unclaimed_alone(task, side);
        }
    }

    fn unclaimed_alone(&mut self, task: &Task<'a>, side: Side) {
        let spot = task.spots.of(side);
        let inside = task.kind.is_container() || self.has_below(side, &spot.pointer);
        if inside && spot.value.is_some_and(|value| value.is_object() || value.is_array()) {
            self.inside(task, side);
        } else {
            self.settle(task, task.kind.idle());
        }
    }

    /// Looks for claims inside something that only one document has.
    fn inside(&mut self, task: &Task<'a>, side: Side) {
        let spot = task.spots.of(side);
        let other = task.spots.of(side.other());
        let operations_gone = task.kind == Kind::PathItem && self.operations_covered(side, spot);
        let keys = spot.object().into_iter().flat_map(serde_json::Map::keys);
        for key in keys.filter(|key| !task.skip.contains(&key.as_str())) {
            let kind = task.kind.member(key);
            let spots = Two::with(side, spot.member(key), other.missing(key));
            let member = Task::new(kind, spots);
            match (task.kind, key.as_str()) {
                (Kind::PathItem, _) if kind != Kind::Operation && operations_gone => {
                    self.record(&member, Verdict::Change);
                }
                (Kind::SchemaPart, "properties" | "required" | "allOf") => {}
                (Kind::SchemaPart, "additionalProperties")
                    if spot.member(key).value == Some(&Value::Bool(false)) =>
                {
                    self.settle_inside(task, member, Some(PART_CLOSED));
                }
                (Kind::SchemaPart, "type") => self.settle(&member, Some(COMPOSITION)),
                (Kind::Schema, "required") => self.required_alone(&member, side),
                _ => self.push_inside(task, member),
            }
        }
        for (number, item) in spot.spots().enumerate() {
            let spots = Two::with(side, item, other.missing(&number.to_string()));
            self.push_inside(task, Task::new(task.kind.item(), spots));
        }
    }

    /// Whether a path item has operations, and a change reports each of them.
    fn operations_covered(&self, side: Side, item: &Spot<'a>) -> bool {
        let keys = item.object().into_iter().flat_map(serde_json::Map::keys);
        let mut operations = keys.filter(|key| Kind::PathItem.member(key) == Kind::Operation);
        let covered = |key: &String| {
            let pointer = item.pointer.child(key);
            self.claims.of(side).covering(pointer.as_str()) == Some(Verdict::Change)
        };
        operations.clone().next().is_some() && operations.all(covered)
    }

    /// Notes what became of a difference. `reason` holds when no claim covers it.
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

    /// The same as [`Walk::settle`], for something that holds for several operations: each of them must know of it.
    pub(super) fn settle_for_one(&mut self, task: &Task<'a>, reason: Option<&'static str>) {
        let verdict = self.verdict(task, reason);
        let slot = self.inherited.entry(difference(task)).or_insert(verdict);
        let both = [*slot, verdict];
        let idle = Verdict::Ignored(UNUSED);
        *slot = if both.contains(&Verdict::Unclaimed) {
            Verdict::Unclaimed
        } else {
            both.into_iter().filter(|one| *one != idle).min().unwrap_or(idle)
        };
    }

    /// Notes that an operation makes use of an item of a list.
    pub(super) fn take(&mut self, side: Side, item: &Spot<'a>) {
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
            .unwrap_or(Verdict::Unclaimed)
    }

    pub(super) fn record(&mut self, task: &Task<'a>, verdict: Verdict) {
        for side in Side::BOTH {
            self.claims.of(side).use_below(task.spots.of(side).pointer.as_str());
        }
        if task.way == Way::Known {
            return;
        }
        let slot = self.found.entry(difference(task)).or_insert(verdict);
        *slot = verdict.min(*slot);
    }

    pub(super) fn has_below(&self, side: Side, pointer: &Pointer) -> bool {
        self.claims.of(side).has_below(pointer.as_str())
    }

    /// What the claims say about a place, those at other places that are about it too included.
    pub(super) fn covering(&self, task: &Task<'a>) -> Option<Verdict> {
        let own = Side::BOTH.map(|side| (side, &task.spots.of(side).pointer));
        let also = task.also.iter().map(|(side, pointer)| (*side, pointer));
        own.into_iter().chain(also).filter_map(|(side, pointer)| self.covered(side, pointer)).min()
    }

    /// What the claims say about a place of one document.
    pub(super) fn covered(&self, side: Side, pointer: &Pointer) -> Option<Verdict> {
        self.claims.of(side).covering(pointer.as_str())
    }

    /// A reference is what it leads to, and a shared part is where it is used.
    fn through_references(&self, task: &Task<'a>) -> Option<Verdict> {
        let present = || Side::BOTH.into_iter().filter(|side| task.spots.of(*side).value.is_some());
        for side in present() {
            let spot = task.spots.of(side);
            let target = spot.reference().and_then(|_| spot.target(self.documents.of(side)));
            let verdict = target.and_then(|target| self.covered(side, &target.pointer));
            if verdict.is_some() {
                return verdict;
            }
        }
        let verdicts: Option<Vec<Verdict>> = present()
            .map(|side| self.through_users(side, &shared_part(&task.spots.of(side).pointer)?))
            .collect();
        verdicts?.into_iter().max()
    }

    /// Whether a reference stands here that cannot be followed.
    fn leads_nowhere(&self, task: &Task<'a>) -> bool {
        Side::BOTH.into_iter().any(|side| {
            let spot = task.spots.of(side);
            spot.reference().is_some() && spot.target(self.documents.of(side)).is_none()
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
    Two::make(|side| {
        let spot = task.spots.of(side);
        spot.value.map(|_| spot.pointer.clone())
    })
}
