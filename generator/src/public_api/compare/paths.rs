//! The paths by which items can be named: which were lost, which lead elsewhere, which are new.

use super::index::{Found, Space};
use super::items::replacement_rule;
use super::{Comparison, rule};
use crate::public_api::item::{Item, Kind, Reexport};
use crate::public_api::list::ROOT;

impl<'s> Comparison<'s> {
    /// Compares the paths of the items that both crates have.
    pub fn paths(&mut self) {
        self.lost_canonical_paths();
        let old = self.old.public_api.items().iter();
        for item in old.filter(|item| matches!(item.kind, Kind::Reexport(_))) {
            self.old_path(item);
        }
        self.new_canonical_paths();
        let new = self.new.public_api.items().iter();
        for item in new.filter(|item| matches!(item.kind, Kind::Reexport(_))) {
            self.new_path(item);
        }
    }

    /// Items that were found by another path than their canonical one.
    fn lost_canonical_paths(&mut self) {
        for (space, path) in self.old.all().collect::<Vec<_>>() {
            let Some(found) = self.matched.get(space, path).cloned() else { continue };
            if self.new.find_in(space, path).is_some() || path.starts_with("_::") {
                continue;
            }
            let (old, new) = (self.old.items(space, path), self.new.items(space, &found));
            let (old, new) = (old.first().copied(), new.first().copied());
            if old.is_some_and(|item| item.owner().is_empty() || !self.is_gone(item.owner())) {
                self.report(&rule::PATH_REMOVED, old, new);
            }
        }
    }

    fn old_path(&mut self, item: &'s Item) {
        let Kind::Reexport(reexport) = &item.kind else { return };
        if !item.owner().is_empty() && self.is_gone(item.owner()) {
            return;
        }
        // What is gone altogether is reported where it was defined.
        let Some(expected) = self.expected(&target(reexport)) else { return };
        match self.new.find(&item.path) {
            None => self.report(&rule::PATH_REMOVED, Some(item), None),
            Some(found) if found == expected => {
                let new = self.new.at(&item.path);
                if let Some(new) = new {
                    self.condition(item, new);
                }
            }
            Some(found) => self.other_target(item, &found, &expected),
        }
    }

    /// A path that leads elsewhere: to an alias for what it led to, or to something else.
    fn other_target(&mut self, item: &Item, found: &Found, expected: &Found) {
        let own = |found: &Found| match found {
            Found::Own(path) => self.new.items(Space::Type, path).first().copied(),
            Found::External(_) => None,
        };
        let (new, wanted) = (own(found), own(expected));
        let is_alias = match (new.map(|new| &new.kind), expected) {
            (Some(Kind::Alias(alias)), Found::Own(path)) => {
                alias.target.as_path().is_some_and(|target| target.own() == *path)
            }
            _ => false,
        };
        let replaced = wanted.filter(|_| is_alias);
        let rule = replaced.and_then(|of| replacement_rule(&of.kind, &of.kind));
        let new = self.new.at(item.path.as_str()).or(new);
        self.report(rule.unwrap_or(&rule::REEXPORT_TARGET_CHANGED), Some(item), new);
    }

    /// Items whose canonical path is a new one, the old one being kept.
    fn new_canonical_paths(&mut self) {
        for (space, path) in self.old.all().collect::<Vec<_>>() {
            let Some(found) = self.matched.get(space, path).cloned() else { continue };
            let is_new = found != path && self.old.find(&found).is_none();
            let new = self.new.items(space, &found).first().copied();
            let Some(new) = new.filter(|_| is_new) else { continue };
            if new.owner().is_empty() || self.old.find(new.owner()).is_some() {
                let old = self.old.items(space, path).first().copied();
                self.report(&rule::PATH_ADDED, old, Some(new));
            }
        }
    }

    fn new_path(&mut self, item: &'s Item) {
        let Kind::Reexport(reexport) = &item.kind else { return };
        let module_is_new = !item.owner().is_empty() && self.old.find(item.owner()).is_none();
        if module_is_new || self.old.find(&item.path).is_some() {
            return;
        }
        // What is new altogether is reported where it is defined.
        let is_known = reexport.external
            || Space::ALL.into_iter().any(|space| self.matched.has(space, &reexport.target))
            || reexport.target == ROOT
            || self.old.find(&reexport.target).is_some();
        if is_known {
            self.report(&rule::PATH_ADDED, None, Some(item));
        }
    }
}

fn target(reexport: &Reexport) -> Found {
    if reexport.external {
        Found::External(reexport.target.clone())
    } else if reexport.target == ROOT {
        Found::Own(String::new())
    } else {
        Found::Own(reexport.target.clone())
    }
}
