//! What is said of any item: deprecation, `must_use`, and the condition under which it exists.

use std::collections::BTreeSet;

use super::{Comparison, rule};
use crate::public_api::condition::Condition;
use crate::public_api::item::Item;

impl Comparison<'_> {
    /// Compares the attributes of two items.
    pub fn attributes(&mut self, old: &Item, new: &Item) {
        let deprecation = match (&old.deprecated, &new.deprecated) {
            (None, Some(_)) => Some(&rule::DEPRECATED_ADDED),
            (Some(_), None) => Some(&rule::DEPRECATED_REMOVED),
            (Some(old), Some(new)) if old != new => Some(&rule::DEPRECATION_NOTE_CHANGED),
            _ => None,
        };
        let must_use = match (&old.must_use, &new.must_use) {
            (None, Some(_)) => Some(&rule::MUST_USE_ADDED),
            (Some(_), None) => Some(&rule::MUST_USE_REMOVED),
            (Some(old), Some(new)) if old != new => Some(&rule::MUST_USE_NOTE_CHANGED),
            _ => None,
        };
        for rule in [deprecation, must_use].into_iter().flatten() {
            self.report(rule, Some(old), Some(new));
        }
        self.condition(old, new);
    }

    /// Compares the conditions of two items.
    pub fn condition(&mut self, old: &Item, new: &Item) {
        if old.condition == new.condition {
            return;
        }
        // Whoever had a feature still has what the feature enables.
        let held = self.with_enabled(&old.condition);
        if !new.condition.covers(&held) {
            self.report(&rule::ITEM_NOW_CONDITIONAL, Some(old), Some(new));
        } else if !old.condition.covers(&new.condition) {
            self.report(&rule::ITEM_CONDITION_RELAXED, Some(old), Some(new));
        }
    }

    /// A condition with every feature followed by those that it enables now.
    fn with_enabled(&self, condition: &Condition) -> Condition {
        match condition {
            Condition::Feature(name) => {
                let mut enabled = BTreeSet::new();
                self.enabled_by(name, &mut enabled);
                let facts = enabled.iter().map(|name| Condition::feature(name));
                Condition::all(facts.chain([condition.clone()]))
            }
            Condition::All(members) => {
                Condition::all(members.iter().map(|member| self.with_enabled(member)))
            }
            Condition::Any(members) => {
                Condition::any(members.iter().map(|member| self.with_enabled(member)))
            }
            other => other.clone(),
        }
    }

    /// The features that a feature enables in the new crate.
    pub fn enabled_by(&self, name: &str, found: &mut BTreeSet<String>) {
        if !found.insert(name.to_owned()) {
            return;
        }
        for next in self.new.public_api.features.get(name).into_iter().flatten() {
            if self.new.public_api.features.contains_key(next) {
                self.enabled_by(next, found);
            }
        }
    }
}
