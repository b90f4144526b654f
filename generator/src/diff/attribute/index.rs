//! Which of the changes of a definition explains an item best.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::sites::{Sites, letters};
use crate::bump::Bump;
use crate::changes::{Action, Area, Change, Covered};
use crate::pointer::Pointer;
use crate::public_api;

/// The changes, by where they are in both definitions.
pub(super) struct Index<'a> {
    changes: &'a [Change],
    old: Sites<'a>,
    new: Sites<'a>,
    /// The first that is about deprecation.
    deprecation: Option<usize>,
    /// What was asked for already, by the places and the kind of the item.
    covering: RefCell<BTreeMap<Question, Option<usize>>>,
    possible: RefCell<BTreeMap<Question, Arc<[usize]>>>,
}

/// Places in the old and in the new definition, and what happened to an item that comes from there.
type Question = (Vec<Pointer>, Vec<Pointer>, Kind);

/// What happened to an item. Which rules may explain it depends on nothing else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    is_deprecation: bool,
    came: bool,
    went: bool,
    breaks: bool,
}

/// How badly a change fits that explains nothing.
const NO_CAUSE: u8 = 4;

impl<'a> Index<'a> {
    pub(super) fn new(changes: &'a [Change], covered: &'a [Covered]) -> Self {
        let of = |is_new: bool| covered.iter().filter(move |covered| covered.is_new == is_new);
        Self {
            changes,
            old: Sites::new(changes, of(false), |change| change.old.as_ref()),
            new: Sites::new(changes, of(true), |change| change.new.as_ref()),
            deprecation: changes.iter().position(|change| deprecates(change.rule.id)),
            covering: RefCell::default(),
            possible: RefCell::default(),
        }
    }

    /// The change that covered one of the pointers, or the smallest part around one.
    pub(super) fn covered(&self, old: &[Pointer], new: &[Pointer]) -> Option<usize> {
        self.each(old, new).find_map(|(sites, pointer)| sites.covering(pointer))
    }

    /// The change that covers what is nearest to one of the pointers, at it or inside it.
    pub(super) fn covering_inside(
        &self,
        item: &public_api::Change,
        old: &[Pointer],
        new: &[Pointer],
    ) -> Option<usize> {
        let kind = Kind::of(item);
        let question = (old.to_vec(), new.to_vec(), kind);
        if let Some(known) = self.covering.borrow().get(&question) {
            return *known;
        }
        let inside =
            self.each(old, new).flat_map(|(sites, pointer)| sites.covering_inside(pointer));
        let fitting = inside.filter_map(|(distance, number)| {
            let fit = kind.misfit(self.changes.get(number)?);
            (fit < NO_CAUSE).then_some((fit, distance, number))
        });
        let found = fitting.min().map(|(_, _, number)| number);
        self.covering.borrow_mut().insert(question, found);
        found
    }

    /// All changes at the pointers or inside them that may explain an item.
    pub(super) fn possible(
        &self,
        item: &public_api::Change,
        old: &[Pointer],
        new: &[Pointer],
    ) -> Arc<[usize]> {
        let kind = Kind::of(item);
        let question = (old.to_vec(), new.to_vec(), kind);
        if let Some(known) = self.possible.borrow().get(&question) {
            return Arc::clone(known);
        }
        let inside = self.each(old, new).flat_map(|(sites, pointer)| sites.inside(pointer));
        let fits = |number: &usize| self.changes.get(*number).is_some_and(|c| kind.misfit(c) == 0);
        let mut found: Vec<usize> = inside.map(|(_, number)| number).filter(fits).collect();
        found.sort_unstable();
        found.dedup();
        let found: Arc<[usize]> = found.into();
        self.possible.borrow_mut().insert(question, Arc::clone(&found));
        found
    }

    /// The change whose site is nearest to one of the pointers; of several, the one that fits best.
    pub(super) fn nearest(
        &self,
        item: &public_api::Change,
        old: &[Pointer],
        new: &[Pointer],
    ) -> Option<usize> {
        let (name, kind) = (letters(item_name(item)), Kind::of(item));
        let near = self.each(old, new).flat_map(|(sites, pointer)| sites.near(pointer));
        let mut best = None;
        for (farther, digest) in near {
            for of_rule in digest.values() {
                let ((distance, number), other_name) = match of_rule.by_name.get(&name) {
                    Some(found) => (*found, false),
                    None => (of_rule.nearest, true),
                };
                let change = self.changes.get(number);
                let fit = change.map_or(u8::MAX, |change| kind.misfit(change));
                if fit >= NO_CAUSE {
                    continue;
                }
                let candidate = (fit, other_name, farther + distance, number);
                best = Some(best.map_or(candidate, |best| candidate.min(best)));
            }
        }
        best.map(|(_, _, _, number)| number)
    }

    /// The change of this name that covered something inside one of the pointers: an operation that begins to
    /// refer to a shared parameter has nothing of its own but the reference.
    pub(super) fn referred(
        &self,
        item: &public_api::Change,
        old: &[Pointer],
        new: &[Pointer],
    ) -> Option<usize> {
        let name = letters(item_name(item));
        self.each(old, new).find_map(|(sites, pointer)| sites.named(pointer, &name))
    }

    /// For what concerns the SDK as a whole, such as saying once that all operations are deprecated: a
    /// change of the same kind, anywhere.
    pub(super) fn alike(&self, item: &public_api::Change) -> Option<usize> {
        self.deprecation.filter(|_| deprecates(item.rule.id))
    }

    /// Every pointer with the definition that it leads into.
    fn each<'p>(
        &'p self,
        old: &'p [Pointer],
        new: &'p [Pointer],
    ) -> impl Iterator<Item = (&'p Sites<'a>, &'p Pointer)> {
        let olds = old.iter().map(|pointer| (&self.old, pointer));
        olds.chain(new.iter().map(|pointer| (&self.new, pointer)))
    }
}

impl Kind {
    fn of(item: &public_api::Change) -> Self {
        Self {
            is_deprecation: deprecates(item.rule.id),
            came: item.old_line.is_none(),
            went: item.new_line.is_none(),
            breaks: item.bump() == Bump::Major,
        }
    }

    /// How badly a change explains what happened to an item: documentation explains nothing but attributes, an
    /// addition is explained by an addition.
    fn misfit(self, change: &Change) -> u8 {
        let documentation = change.rule.area == Area::Documentation;
        if self.is_deprecation != deprecates(change.rule.id) {
            return if documentation { NO_CAUSE } else { 3 };
        }
        if documentation && !self.is_deprecation {
            return NO_CAUSE;
        }
        let fits = match change.rule.action {
            Action::Added => self.came || self.breaks,
            Action::Removed => self.went || self.breaks,
            Action::Renamed => true,
            Action::Widened | Action::Narrowed | Action::Changed => !self.came && !self.went,
        };
        u8::from(!fits)
    }
}

/// Whether a rule is about deprecation.
fn deprecates(rule: &str) -> bool {
    rule.contains("deprecat")
}

/// What an item is called.
fn item_name(item: &public_api::Change) -> &str {
    item.path().rsplit([':', '.']).next().unwrap_or_default()
}
