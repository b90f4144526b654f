//! Which of the changes of a definition explains an item best.

use std::sync::Arc;

use super::kind::{Kind, NO_CAUSE, deprecates};
use super::sites::{Sites, letters};
use crate::changes::{Change, Covered};
use crate::pointer::Pointer;
use crate::public_api;

/// The changes, by where they are in both definitions.
pub(super) struct Index<'a> {
    changes: &'a [Change],
    old: Sites<'a>,
    new: Sites<'a>,
    /// The first that is about deprecation.
    deprecation: Option<usize>,
}

impl<'a> Index<'a> {
    pub(super) fn new(changes: &'a [Change], covered: &'a [Covered]) -> Self {
        let of = |is_new: bool| covered.iter().filter(move |covered| covered.is_new == is_new);
        Self {
            changes,
            old: Sites::new(changes, of(false), |change| change.old.as_ref()),
            new: Sites::new(changes, of(true), |change| change.new.as_ref()),
            deprecation: changes.iter().position(|change| deprecates(change.rule.id)),
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
        let inside =
            self.each(old, new).filter_map(|(sites, pointer)| sites.covering_inside(pointer, kind));
        inside.min().map(|(_, _, number)| number)
    }

    /// All changes at the pointers or inside them that may explain an item, by pointer.
    pub(super) fn possible(
        &self,
        item: &public_api::Change,
        old: &[Pointer],
        new: &[Pointer],
    ) -> Vec<Arc<[usize]>> {
        let kind = Kind::of(item);
        let inside = self.each(old, new).map(|(sites, pointer)| sites.possible(pointer, kind));
        inside.filter(|numbers| !numbers.is_empty()).collect()
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

/// What an item is called.
fn item_name(item: &public_api::Change) -> &str {
    item.path().rsplit([':', '.']).next().unwrap_or_default()
}
