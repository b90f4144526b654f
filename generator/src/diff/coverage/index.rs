//! Which part of a document is covered by what.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Included, Unbounded};

use super::Verdict;
use crate::changes::{Covered, CoveredBy};

/// The covered places of one of the two documents.
#[derive(Default)]
pub(super) struct CoveredIndex<'a> {
    /// By pointer; the text order of pointers keeps what is below a place behind it.
    by_pointer: BTreeMap<&'a str, Place<'a>>,
    /// The changes that turned out to be about a difference.
    used: RefCell<BTreeSet<usize>>,
}

/// What covers one place. It is looked at for every difference below: all values of a list of values are covered by
/// the list.
#[derive(Default)]
struct Place<'a> {
    by: Vec<&'a CoveredBy>,
    /// What that says, once it was asked.
    verdict: OnceCell<Option<Verdict>>,
}

impl<'a> CoveredIndex<'a> {
    pub(super) fn of(covered: &'a [Covered], is_new: bool) -> Self {
        let mut found = Self::default();
        for covered in covered.iter().filter(|covered| covered.is_new == is_new) {
            let place = found.by_pointer.entry(covered.pointer.as_str()).or_default();
            place.by.push(&covered.by);
        }
        found
    }

    /// What the nearest covered place, this one or one around it, says. Coverage of the whole document is about nothing
    /// in particular.
    pub(super) fn covering(&self, pointer: &str) -> Option<Verdict> {
        let mut nearest = None;
        let mut around = pointer;
        while !around.is_empty() {
            if let Some(covered) = self.by_pointer.get(around) {
                let verdict = self.verdict(covered);
                nearest = nearest.or(verdict);
            }
            around = around.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        nearest
    }

    /// Whether something below a place is covered.
    pub(super) fn has_below(&self, pointer: &str) -> bool {
        let prefix = format!("{pointer}/");
        let mut below = self.by_pointer.range::<str, _>((Included(prefix.as_str()), Unbounded));
        below.next().is_some_and(|(covered, _)| covered.starts_with(&prefix))
    }

    /// Notes that the covered places below a place are about a difference.
    pub(super) fn use_below(&self, pointer: &str) {
        let prefix = format!("{pointer}/");
        let below = self.by_pointer.range::<str, _>((Included(prefix.as_str()), Unbounded));
        for (_, covered) in below.take_while(|(covered, _)| covered.starts_with(&prefix)) {
            self.verdict(covered);
        }
    }

    /// The changes that are about a difference.
    pub(super) fn used(self) -> BTreeSet<usize> {
        self.used.into_inner()
    }

    /// What covers a place; the changes that do are used from then on.
    fn verdict(&self, place: &Place<'_>) -> Option<Verdict> {
        *place.verdict.get_or_init(|| {
            let mut verdict = None;
            for covered in &place.by {
                match covered {
                    CoveredBy::Change(number) => {
                        self.used.borrow_mut().insert(*number);
                        verdict = Some(Verdict::Change);
                    }
                    CoveredBy::Ignored(reason) => {
                        verdict = verdict.or(Some(Verdict::Ignored(reason)));
                    }
                }
            }
            verdict
        })
    }
}
