//! Two public APIs compared: what a change means to callers, by the rules of [`super::rules()`].
//!
//! Items are matched by every path that leads to them, so an item that moved and left a re-export behind
//! is the same item, and so is a struct whose old name became an alias. Types are compared with the names of
//! generic parameters and lifetimes taken away, paths of the old crate led to those of the new one, and
//! aliases replaced where that makes them equal. Each cause is reported once: the members of something
//! that was removed or added are not.

mod attributes;
mod bounds;
mod fit;
mod functions;
mod generics;
mod implementations;
mod implements;
mod index;
mod items;
mod layout;
mod lifetimes;
mod manifest;
mod normal;
mod pair;
mod paths;
mod results;
mod traits;
mod types;

use std::collections::HashMap;

use self::index::{Index, Matches};
use super::item::Item;
use super::rules::{self as rule, Rule};
use super::{PublicApi, rules};
use crate::bump::Bump;

/// What happened to one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub rule: &'static Rule,
    /// The path of the item before, without the name of the crate; for a fact of the manifest, what it is
    /// about: `feature events`.
    pub old_path: Option<String>,
    /// The path of the item now, or what the fact is about.
    pub new_path: Option<String>,
    /// Its line in the old listing.
    pub old_line: Option<String>,
    /// Its line in the new listing.
    pub new_line: Option<String>,
    /// Which part of it, where the lines do not show that at once.
    pub detail: Option<String>,
}

impl Change {
    /// How far it moves the version.
    pub fn bump(&self) -> Bump {
        self.rule.bump
    }

    /// The path of the item: the new one, unless it is gone.
    pub fn path(&self) -> &str {
        self.new_path.as_deref().or(self.old_path.as_deref()).unwrap_or_default()
    }
}

/// What changed between two public APIs, sorted by path and rule. Equal public APIs give nothing; so do some that
/// differ in ways that no caller can notice, such as the name of a generic parameter.
pub fn compare(old: &PublicApi, new: &PublicApi) -> Vec<Change> {
    let mut comparison = Comparison {
        old: Index::of(old),
        new: Index::of(new),
        renames: HashMap::new(),
        matched: Matches::default(),
        changes: Vec::new(),
    };
    comparison.manifest();
    comparison.match_items();
    comparison.items();
    comparison.paths();
    comparison.implementations();
    let order: HashMap<&str, usize> =
        rules().enumerate().map(|(index, rule)| (rule.id, index)).collect();
    let mut changes = comparison.changes;
    changes.sort_by(|a, b| {
        let key = |change: &Change| order.get(change.rule.id).copied();
        let lines = |change: &Change| {
            (change.detail.clone(), change.old_line.clone(), change.new_line.clone())
        };
        a.path()
            .split("::")
            .cmp(b.path().split("::"))
            .then_with(|| key(a).cmp(&key(b)))
            .then_with(|| lines(a).cmp(&lines(b)))
    });
    changes.dedup();
    changes
}

struct Comparison<'s> {
    old: Index<'s>,
    new: Index<'s>,
    /// The path in the new crate of every old item that it still has, where that is another one.
    renames: HashMap<String, String>,
    /// The items that both crates have.
    matched: Matches,
    changes: Vec<Change>,
}

impl Comparison<'_> {
    fn report(&mut self, rule: &'static Rule, old: Option<&Item>, new: Option<&Item>) {
        self.report_part(rule, old, new, None);
    }

    fn report_part(
        &mut self,
        rule: &'static Rule,
        old: Option<&Item>,
        new: Option<&Item>,
        detail: Option<String>,
    ) {
        self.changes.push(Change {
            rule,
            old_path: old.map(Item::full_path),
            new_path: new.map(Item::full_path),
            old_line: old.map(ToString::to_string),
            new_line: new.map(ToString::to_string),
            detail,
        });
    }

    /// Reports a fact of the manifest, with what it is about.
    fn report_fact(
        &mut self,
        rule: &'static Rule,
        about: &str,
        old: Option<String>,
        new: Option<String>,
    ) {
        self.changes.push(Change {
            rule,
            old_path: old.is_some().then(|| about.to_owned()),
            new_path: new.is_some().then(|| about.to_owned()),
            old_line: old,
            new_line: new,
            detail: None,
        });
    }
}

/// `old` → `new`, for a detail.
fn arrow(what: &str, old: &dyn std::fmt::Display, new: &dyn std::fmt::Display) -> String {
    format!("{what}: `{old}` → `{new}`")
}
