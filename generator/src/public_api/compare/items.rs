//! Items matched with each other, and what was removed, added or became something else.

use std::collections::HashMap;

use super::index::{Found, Space};
use super::{Comparison, Rule, arrow, rule};
use crate::public_api::item::{Alias, Item, Kind, Shape, Struct};
use crate::public_api::types::{Argument, Type};

impl<'s> Comparison<'s> {
    /// Finds every old item in the new crate, by its own path or by any other one it had.
    pub fn match_items(&mut self) {
        let newly_named = self.newly_named();
        for (space, path) in self.old.all().collect::<Vec<_>>() {
            let by_other_path = || {
                let others = self.old.others(path).iter();
                others.copied().find_map(|other| self.new.find_in(space, other))
            };
            let found = self
                .new
                .find_in(space, path)
                .or_else(by_other_path)
                .or_else(|| newly_named.get(path).cloned());
            let Some(found) = found else { continue };
            if space == Space::Type && found != path {
                self.renames.insert(path.to_owned(), found.clone());
            }
            self.matched.insert(space, path, found);
        }
        self.match_renamed_types();
    }

    /// A type that got another name, its old one being an alias for it, was there before.
    fn match_renamed_types(&mut self) {
        for (space, path) in self.old.all().collect::<Vec<_>>() {
            let was_alias = self.old.alias(path).is_some();
            let now = self.matched.get(space, path).filter(|_| !was_alias);
            let alias = now.and_then(|now| self.new.alias(now));
            let target = alias.and_then(|alias| self.stands_for(alias, LONGEST_CHAIN));
            if let Some(target) = target {
                self.matched.note(space, &target.path);
            }
        }
    }

    /// Private types to which a path leads now: what is the only new item of its name.
    fn newly_named(&self) -> HashMap<&'s str, String> {
        let mut found = HashMap::new();
        for (space, path) in self.old.all().filter(|(_, path)| path.starts_with("_::")) {
            let name = path.rsplit("::").next();
            let mut candidates = self.new.all().filter(|(other, candidate)| {
                *other == space
                    && !candidate.starts_with("_::")
                    && candidate.rsplit("::").next() == name
                    && self.old.find(candidate).is_none()
            });
            if let (Some((_, only)), None) = (candidates.next(), candidates.next()) {
                found.insert(path, only.to_owned());
            }
        }
        found
    }

    /// Compares all items of modules, and their members.
    pub fn items(&mut self) {
        for (space, path) in self.old.all().collect::<Vec<_>>() {
            let old = self.old.items(space, path).to_vec();
            let Some(found) = self.matched.get(space, path).cloned() else {
                self.removed(&old);
                continue;
            };
            let new = self.new.items(space, &found).to_vec();
            self.pair_up(&old, &new);
        }
        for (space, path) in self.new.all().collect::<Vec<_>>() {
            if !self.matched.has(space, path) {
                let new = self.new.items(space, path).to_vec();
                self.added(&new);
            }
        }
    }

    /// Reports removed items, unless the module that they were in is gone, or no path led to them.
    fn removed(&mut self, items: &[&Item]) {
        for item in items {
            let module_is_gone = !item.owner().is_empty() && self.new.find(item.owner()).is_none();
            if !module_is_gone && !item.is_unnameable() {
                self.report(removed_rule(item), Some(item), None);
            }
        }
    }

    /// Reports added items, unless the module that they are in is new, or no path leads to them.
    fn added(&mut self, items: &[&Item]) {
        for item in items {
            let module_is_new = !item.owner().is_empty() && self.old.find(item.owner()).is_none();
            if !module_is_new && !item.is_unnameable() {
                self.report(added_rule(item), None, Some(item));
            }
        }
    }

    /// Pairs items that share a path: first those that are the same, then those under equal conditions.
    fn pair_up(&mut self, old: &[&'s Item], new: &[&'s Item]) {
        let mut left: Vec<&'s Item> = new.to_vec();
        let mut pairs: Vec<(&'s Item, Option<&'s Item>)> =
            old.iter().map(|old| (*old, None)).collect();
        let tests: [fn(&Item, &Item) -> bool; 3] =
            [|old, new| old == new, |old, new| old.condition == new.condition, |_, _| true];
        for test in tests {
            for (old, new) in pairs.iter_mut().filter(|(_, new)| new.is_none()) {
                let at = left.iter().position(|candidate| test(old, candidate));
                *new = at.map(|at| left.remove(at));
            }
        }
        // Members belong to the path, not to one of the items that share it.
        let mut members = true;
        for (old, new) in pairs {
            match new {
                Some(new) => self.item_pair(old, new, std::mem::take(&mut members)),
                None => self.removed(&[old]),
            }
        }
        self.added(&left);
    }

    fn item_pair(&mut self, old: &'s Item, new: &'s Item, members: bool) {
        self.attributes(old, new);
        match (&old.kind, &new.kind) {
            (Kind::Module, Kind::Module) => {}
            (Kind::Struct(was), Kind::Struct(is)) => {
                self.generics(old, new);
                self.structure((old, new), (was, is), members);
            }
            (Kind::Enum(was), Kind::Enum(is)) => {
                self.generics(old, new);
                self.enumeration((old, new), (was, is), members);
            }
            (Kind::Trait(was), Kind::Trait(is)) => {
                self.generics(old, new);
                self.trait_((old, new), (was, is), members);
            }
            (Kind::Function(was), Kind::Function(is)) => {
                self.function((old, new), (was, is), &super::normal::Names::default());
            }
            (Kind::Constant(was), Kind::Constant(is)) => {
                self.value(&rule::CONSTANT_TYPE_CHANGED, (old, new), (&was.of, &is.of));
            }
            (Kind::Static { of: was, mutable: could }, Kind::Static { of: is, mutable: can }) => {
                self.value(&rule::STATIC_TYPE_CHANGED, (old, new), (was, is));
                if could != can {
                    self.report(&rule::STATIC_MUTABILITY_CHANGED, Some(old), Some(new));
                }
            }
            (Kind::Alias(was), Kind::Alias(is)) => self.alias((old, new), (was, is)),
            (_, Kind::Alias(alias)) => self.replaced(old, new, alias, members),
            _ => self.report(&rule::ITEM_KIND_CHANGED, Some(old), Some(new)),
        }
    }

    fn value(&mut self, rule: &'static Rule, items: (&Item, &Item), types: (&Type, &Type)) {
        if !self.is_same(types.0, types.1, &super::normal::Names::default()) {
            self.report(rule, Some(items.0), Some(items.1));
        }
    }

    fn alias(&mut self, (old, new): (&Item, &Item), (was, is): (&Alias, &Alias)) {
        self.generics(old, new);
        let names = super::generics::names(&was.generics, &is.generics);
        if !self.is_same(&was.target, &is.target, &names) {
            let detail = Some(arrow("target", &was.target, &is.target));
            self.report_part(&rule::TYPE_ALIAS_TARGET_CHANGED, Some(old), Some(new), detail);
        }
    }

    /// A type whose name is an alias now: it is compared with what the alias stands for.
    fn replaced(&mut self, old: &'s Item, new: &'s Item, alias: &Alias, members: bool) {
        let target = self.stands_for(alias, LONGEST_CHAIN);
        let rule = target.and_then(|target| replacement_rule(&old.kind, &target.kind));
        let (Some(rule), Some(target)) = (rule, target) else {
            return self.report(&rule::ITEM_KIND_CHANGED, Some(old), Some(new));
        };
        self.report(rule, Some(old), Some(new));
        // The attributes of the alias have been compared: it is what callers name.
        let mut target_item = target.clone();
        target_item.deprecated.clone_from(&old.deprecated);
        target_item.must_use.clone_from(&old.must_use);
        target_item.condition = old.condition.clone();
        match (&old.kind, &target.kind) {
            (Kind::Struct(was), Kind::Struct(is)) => {
                self.generics(old, target);
                self.structure((old, target), (was, is), members);
            }
            (Kind::Enum(was), Kind::Enum(is)) => {
                self.generics(old, target);
                self.enumeration((old, target), (was, is), members);
            }
            _ => {}
        }
    }

    /// The type of the crate that an alias stands for, if it only gives it another name.
    fn stands_for(&self, alias: &Alias, left: usize) -> Option<&'s Item> {
        let path = alias.target.as_path().filter(|_| left > 0)?;
        let plain = path.angle().iter().zip(&alias.generics.parameters).all(|pair| match pair {
            (Argument::Type(of), parameter) => of.as_name() == Some(&parameter.name),
            (Argument::Lifetime(name), parameter) => *name == parameter.name,
            _ => false,
        });
        if !plain || path.angle().len() != alias.generics.parameters.len() {
            return None;
        }
        let item = *self.new.items(Space::Type, &path.own()).first()?;
        match &item.kind {
            Kind::Alias(next) => self.stands_for(next, left - 1),
            _ => Some(item),
        }
    }

    /// Whether a path of the old crate leads nowhere any more.
    pub fn is_gone(&self, path: &str) -> bool {
        self.new.find(path).is_none()
    }

    /// What an old path should lead to in the new crate.
    pub fn expected(&self, found: &Found) -> Option<Found> {
        match found {
            Found::External(path) => Some(Found::External(path.clone())),
            Found::Own(path) if path.is_empty() => Some(found.clone()),
            Found::Own(path) => {
                let known =
                    Space::ALL.into_iter().find_map(|space| self.matched.get(space, path).cloned());
                // A variant is found by the enum that it belongs to.
                let member = || {
                    let (owner, name) = path.rsplit_once("::")?;
                    let owner = self.matched.get(Space::Type, owner)?;
                    let found = self.new.find(&format!("{owner}::{name}"))?;
                    matches!(found, Found::Own(_)).then(|| format!("{owner}::{name}"))
                };
                known.or_else(member).map(Found::Own)
            }
        }
    }
}

/// Aliases may stand for each other this often.
const LONGEST_CHAIN: usize = 16;

/// What it means that an alias took the place of a type; `None` when it stands for something that is not of
/// the same kind.
pub(super) fn replacement_rule(old: &Kind, new: &Kind) -> Option<&'static Rule> {
    match (old, new) {
        (Kind::Struct(was), Kind::Struct(_)) => Some(if has_constructor(was) {
            &rule::CONSTRUCTOR_LOST_TO_ALIAS
        } else {
            &rule::STRUCT_REPLACED_BY_ALIAS
        }),
        (Kind::Enum(_), Kind::Enum(_)) => Some(&rule::ENUM_REPLACED_BY_ALIAS),
        _ => None,
    }
}

/// Whether callers can use the name as a value: a unit struct, or a tuple struct whose fields are public.
fn has_constructor(of: &Struct) -> bool {
    of.shape != Shape::Named && !of.private_fields && !of.non_exhaustive
}

fn removed_rule(item: &Item) -> &'static Rule {
    match &item.kind {
        Kind::Module => &rule::MODULE_REMOVED,
        Kind::Struct(_) => &rule::STRUCT_REMOVED,
        Kind::Enum(_) => &rule::ENUM_REMOVED,
        Kind::Variant(_) => &rule::ENUM_VARIANT_REMOVED,
        Kind::Field(_) => &rule::FIELD_REMOVED,
        Kind::Function(_) => &rule::FUNCTION_REMOVED,
        Kind::Constant(_) => &rule::CONSTANT_REMOVED,
        Kind::Static { .. } => &rule::STATIC_REMOVED,
        Kind::Alias(_) => &rule::TYPE_ALIAS_REMOVED,
        Kind::Trait(_) => &rule::TRAIT_REMOVED,
        Kind::AssociatedType(_) => &rule::TRAIT_ITEM_REMOVED,
        Kind::Implementation(_) => &rule::TRAIT_IMPL_REMOVED,
        Kind::Reexport(_) => &rule::PATH_REMOVED,
    }
}

fn added_rule(item: &Item) -> &'static Rule {
    match &item.kind {
        Kind::Module => &rule::MODULE_ADDED,
        Kind::Struct(_) => &rule::STRUCT_ADDED,
        Kind::Enum(_) => &rule::ENUM_ADDED,
        Kind::Variant(_) => &rule::ENUM_VARIANT_ADDED,
        Kind::Field(_) => &rule::FIELD_ADDED,
        Kind::Function(_) => &rule::FUNCTION_ADDED,
        Kind::Constant(_) => &rule::CONSTANT_ADDED,
        Kind::Static { .. } => &rule::STATIC_ADDED,
        Kind::Alias(_) => &rule::TYPE_ALIAS_ADDED,
        Kind::Trait(_) => &rule::TRAIT_ADDED,
        Kind::AssociatedType(_) => &rule::TRAIT_ITEM_ADDED_REQUIRED,
        Kind::Implementation(_) => &rule::TRAIT_IMPL_ADDED,
        Kind::Reexport(_) => &rule::PATH_ADDED,
    }
}
