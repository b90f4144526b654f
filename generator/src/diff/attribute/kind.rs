//! What happened to an item, as far as it matters to which change of the definition may explain it.

use crate::bump::Bump;
use crate::changes::{Action, Area, Change};
use crate::public_api;

/// What happened to an item. Which rules may explain it depends on nothing else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    is_deprecation: bool,
    came: bool,
    went: bool,
    breaks: bool,
}

/// How badly a change fits that explains nothing.
pub(super) const NO_CAUSE: u8 = 4;

impl Kind {
    pub(super) fn of(item: &public_api::Change) -> Self {
        Self {
            is_deprecation: deprecates(item.rule.id),
            came: item.old_line.is_none(),
            went: item.new_line.is_none(),
            breaks: item.bump() == Bump::Major,
        }
    }

    /// How badly a change explains what happened to an item: documentation explains nothing but attributes, an
    /// addition is explained by an addition.
    pub(super) fn misfit(self, change: &Change) -> u8 {
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
pub(super) fn deprecates(rule: &str) -> bool {
    rule.contains("deprecat")
}
