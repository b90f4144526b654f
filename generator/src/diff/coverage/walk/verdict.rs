//! What became of a difference: who covers it, or why nobody needs to.

use super::{CoverageWalk, Difference, Task, Verdict, Way};
use crate::diff::coverage::located::Located;
use crate::diff::coverage::reasons::{NOT_FOLLOWED, REPLACED, UNREFERENCED, UNUSED};
use crate::diff::coverage::references::{References, shared_part};
use crate::diff::coverage::sides::{Side, Sides};
use crate::pointer::Pointer;

impl<'a> CoverageWalk<'a> {
    /// Notes what became of a difference. `reason` holds when nothing covers it.
    pub(in crate::diff::coverage) fn settle(
        &mut self,
        task: &Task<'a>,
        reason: Option<&'static str>,
    ) {
        let verdict = self.verdict(task, reason);
        self.record(task, verdict);
    }

    /// Notes what became of a difference of a part of a place.
    pub(in crate::diff::coverage) fn settle_inside(
        &mut self,
        around: &Task<'a>,
        task: Task<'a>,
        reason: Option<&'static str>,
    ) {
        self.settle(&Task { way: around.way, ..task }, reason);
    }

    /// The same as [`CoverageWalk::settle`], for something that holds for several operations: each of them must know of it.
    pub(in crate::diff::coverage) fn settle_for_one(
        &mut self,
        task: &Task<'a>,
        reason: Option<&'static str>,
    ) {
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
    pub(in crate::diff::coverage) fn take(&mut self, side: Side, item: &Located<'a>) {
        self.taken.insert((side, item.pointer.clone()));
    }

    /// Notes an item of a list around operations that differs; it means nothing when none makes use of it.
    pub(in crate::diff::coverage) fn item_around(&mut self, side: Side, task: Task<'a>) {
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

    pub(in crate::diff::coverage) fn record(&mut self, task: &Task<'a>, verdict: Verdict) {
        for side in Side::BOTH {
            self.covered.of(side).use_below(task.located_items.of(side).pointer.as_str());
        }
        if task.way == Way::Known {
            return;
        }
        let slot = self.found.entry(difference(task)).or_insert(verdict);
        *slot = verdict.min(*slot);
    }

    pub(in crate::diff::coverage) fn has_below(&self, side: Side, pointer: &Pointer) -> bool {
        self.covered.of(side).has_below(pointer.as_str())
    }

    /// What coverage says about a place, that of those at other places that are about it too included.
    pub(in crate::diff::coverage) fn covering(&self, task: &Task<'a>) -> Option<Verdict> {
        let own = Side::BOTH.map(|side| (side, &task.located_items.of(side).pointer));
        let also = task.also.iter().map(|(side, pointer)| (*side, pointer));
        own.into_iter().chain(also).filter_map(|(side, pointer)| self.covered(side, pointer)).min()
    }

    /// What coverage says about a place of one document.
    pub(in crate::diff::coverage) fn covered(
        &self,
        side: Side,
        pointer: &Pointer,
    ) -> Option<Verdict> {
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

/// The difference that a task is about.
fn difference(task: &Task<'_>) -> Difference {
    Sides::make(|side| {
        let located = task.located_items.of(side);
        located.value.map(|_| located.pointer.clone())
    })
}
