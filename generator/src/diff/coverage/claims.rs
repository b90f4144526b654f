//! Which part of a document is claimed by what.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Included, Unbounded};

use super::Verdict;
use crate::changes::{Claim, Claimed};

/// The claims on one of the two documents.
#[derive(Default)]
pub(super) struct Claims<'a> {
    /// By pointer; the text order of pointers keeps what is below a place behind it.
    by_pointer: BTreeMap<&'a str, Vec<&'a Claimed>>,
    /// The changes that turned out to be about a difference.
    used: RefCell<BTreeSet<usize>>,
}

impl<'a> Claims<'a> {
    pub(super) fn of(claims: &'a [Claim], is_new: bool) -> Self {
        let mut found = Self::default();
        for claim in claims.iter().filter(|claim| claim.is_new == is_new) {
            found.by_pointer.entry(claim.pointer.as_str()).or_default().push(&claim.by);
        }
        found
    }

    /// What the nearest claim at a place or around it says. A claim on the whole document is about nothing
    /// in particular.
    pub(super) fn covering(&self, pointer: &str) -> Option<Verdict> {
        let mut nearest = None;
        let mut around = pointer;
        while !around.is_empty() {
            if let Some(claims) = self.by_pointer.get(around) {
                let verdict = self.verdict(claims);
                nearest = nearest.or(verdict);
            }
            around = around.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        nearest
    }

    /// Whether something below a place is claimed.
    pub(super) fn has_below(&self, pointer: &str) -> bool {
        let prefix = format!("{pointer}/");
        let mut below = self.by_pointer.range::<str, _>((Included(prefix.as_str()), Unbounded));
        below.next().is_some_and(|(claimed, _)| claimed.starts_with(&prefix))
    }

    /// Notes that the claims below a place are about a difference.
    pub(super) fn use_below(&self, pointer: &str) {
        let prefix = format!("{pointer}/");
        let below = self.by_pointer.range::<str, _>((Included(prefix.as_str()), Unbounded));
        for (_, claims) in below.take_while(|(claimed, _)| claimed.starts_with(&prefix)) {
            self.verdict(claims);
        }
    }

    /// The changes that are about a difference.
    pub(super) fn used(self) -> BTreeSet<usize> {
        self.used.into_inner()
    }

    fn verdict(&self, claims: &[&Claimed]) -> Option<Verdict> {
        let mut verdict = None;
        for claimed in claims {
            match claimed {
                Claimed::Change(number) => {
                    self.used.borrow_mut().insert(*number);
                    verdict = Some(Verdict::Change);
                }
                Claimed::Ignored(reason) => {
                    verdict = verdict.or(Some(Verdict::Ignored(reason)));
                }
            }
        }
        verdict
    }
}
