//! Traits compared: what they ask of those who implement them, and what they promise to those who use them.
//! Of a sealed trait only the second counts.

use super::bounds::Relation;
use super::normal::Names;
use super::types::Members;
use super::{Comparison, Rule, rule};
use crate::bump::Bump;
use crate::public_api::PublicApi;
use crate::public_api::generics::{Predicate, Subject};
use crate::public_api::item::{Function, Item, Kind, Owner, Trait};
use crate::public_api::rewrite::{Rewrite, rewrite_bounds};
use crate::public_api::types::{Bound, Type, TypePath};

impl<'s> Comparison<'s> {
    /// Compares traits, and their items if they are to be compared here.
    pub fn trait_(
        &mut self,
        (old, new): (&'s Item, &'s Item),
        (was, is): (&Trait, &Trait),
        members: bool,
    ) {
        // Nobody can implement a trait that cannot be named.
        let closed = was.sealed || old.is_unnameable();
        let rule = match (was.sealed, is.sealed) {
            (false, true) if !old.is_unnameable() => Some(&rule::TRAIT_SEALED),
            (true, false) if !new.is_unnameable() => Some(&rule::TRAIT_UNSEALED),
            _ => None,
        };
        let danger = match (was.is_unsafe, is.is_unsafe) {
            (was, is) if was == is => None,
            _ if closed => Some(&rule::SEALED_TRAIT_UNSAFE_CHANGED),
            (false, _) => Some(&rule::TRAIT_UNSAFE_ADDED),
            (true, _) => Some(&rule::TRAIT_UNSAFE_REMOVED),
        };
        for rule in [rule, danger].into_iter().flatten() {
            self.report(rule, Some(old), Some(new));
        }
        let names = super::generics::names(&was.generics, &is.generics);
        // What is major anyway says enough.
        let first = self.changes.len();
        self.supertraits((old, new), (was, is), closed, &names);
        let was_dyn = is_dyn_compatible(self.old.public_api, old);
        let lost_dyn = was_dyn && !is_dyn_compatible(self.new.public_api, new);
        let mut explained = !lost_dyn;
        let members = if members { self.members(old, new) } else { Members::new() };
        for (old, new) in members.into_values() {
            match (old.first(), new.first()) {
                (Some(old), None) => self.report(&rule::TRAIT_ITEM_REMOVED, Some(old), None),
                (None, Some(new)) => {
                    let breaks_dyn = lost_dyn && !allows_dyn(new);
                    explained |= breaks_dyn;
                    self.report(added_rule(new, closed, breaks_dyn), None, Some(new));
                }
                (Some(old), Some(new)) => self.trait_item(old, new, closed, &names),
                (None, None) => {}
            }
        }
        explained |= self.changes.iter().skip(first).any(|change| change.bump() == Bump::Major);
        if !explained {
            self.report(&rule::TRAIT_NO_LONGER_DYN_COMPATIBLE, Some(old), Some(new));
        }
    }

    fn supertraits(
        &mut self,
        (old, new): (&Item, &Item),
        (was, is): (&Trait, &Trait),
        closed: bool,
        names: &Names,
    ) {
        let bounds = |bounds: &[Bound], names: &[(String, String)], paths: &mut dyn Rewrite| {
            let mut bounds = bounds.to_vec();
            let mut renaming =
                crate::public_api::resolve::Substitute::renaming(names.iter().cloned());
            rewrite_bounds(&mut bounds, &mut renaming);
            rewrite_bounds(&mut bounds, paths);
            // What seals a trait is reported as such.
            let seals =
                |bound: &Bound| bound.as_trait().is_some_and(|path| path.own().starts_with("_::"));
            bounds.retain(|bound| !seals(bound));
            bounds
        };
        let was = bounds(&was.supertraits, &names.old, &mut self.old_paths());
        let is = bounds(&is.supertraits, &names.new, &mut self.new_paths());
        let relation = self.relate(&was, &is);
        if matches!(relation, Relation::Tighter | Relation::Other) {
            let rule =
                if closed { &rule::SEALED_SUPERTRAIT_ADDED } else { &rule::SUPERTRAIT_ADDED };
            self.report(rule, Some(old), Some(new));
        }
        if matches!(relation, Relation::Looser | Relation::Other) {
            self.report(&rule::SUPERTRAIT_REMOVED, Some(old), Some(new));
        }
    }

    fn trait_item(&mut self, old: &'s Item, new: &'s Item, closed: bool, names: &Names) {
        self.attributes(old, new);
        let provided = |item: &Item| match &item.kind {
            Kind::Function(function) => function.owner == Owner::Trait { provided: true },
            Kind::Constant(constant) => constant.owner == Owner::Trait { provided: true },
            _ => false,
        };
        let rule = match (provided(old), provided(new)) {
            (was, is) if was == is => None,
            _ if closed => Some(&rule::SEALED_TRAIT_DEFAULT_CHANGED),
            (true, _) => Some(&rule::TRAIT_ITEM_BECAME_REQUIRED),
            (false, _) => Some(&rule::TRAIT_ITEM_BECAME_PROVIDED),
        };
        if let Some(rule) = rule {
            self.report(rule, Some(old), Some(new));
        }
        match (&old.kind, &new.kind) {
            (Kind::Function(was), Kind::Function(is)) => {
                if closed {
                    self.function((old, new), (was, is), names);
                } else if !self.is_same_signature(was, is, names) {
                    self.report(&rule::TRAIT_ITEM_SIGNATURE_CHANGED, Some(old), Some(new));
                } else {
                    self.argument_names(old, new, (was, is));
                }
            }
            (Kind::Constant(was), Kind::Constant(is)) => {
                if !self.is_same(&was.of, &is.of, names) {
                    self.report(&rule::TRAIT_ITEM_SIGNATURE_CHANGED, Some(old), Some(new));
                }
            }
            (Kind::AssociatedType(was), Kind::AssociatedType(is)) => {
                let demand = |bounds: &[Bound], predicates: &[Predicate]| {
                    let subject = Subject::Type(Type::named("Self"));
                    let own = Predicate { subject, binder: Vec::new(), bounds: bounds.to_vec() };
                    [&[own], predicates].concat()
                };
                let was = demand(&was.bounds, &was.generics.predicates);
                let is = demand(&is.bounds, &is.generics.predicates);
                match self.relate_demands(&was, &is, names, &|_| true) {
                    Relation::Same => {}
                    Relation::Tighter if closed => {
                        let rule = &rule::SEALED_ASSOCIATED_TYPE_BOUNDS_ADDED;
                        self.report(rule, Some(old), Some(new));
                    }
                    _ => self.report(&rule::ASSOCIATED_TYPE_BOUNDS_CHANGED, Some(old), Some(new)),
                }
            }
            _ => self.report(&rule::ITEM_KIND_CHANGED, Some(old), Some(new)),
        }
    }

    fn argument_names(&mut self, old: &Item, new: &Item, (was, is): (&Function, &Function)) {
        for (was, is) in was.arguments.iter().zip(&is.arguments) {
            if super::functions::is_renamed(was, is) {
                let detail = Some(super::arrow("argument", was, is));
                self.report_part(&rule::ARGUMENT_RENAMED, Some(old), Some(new), detail);
            }
        }
    }
}

fn added_rule(item: &Item, closed: bool, breaks_dyn: bool) -> &'static Rule {
    let provided = match &item.kind {
        Kind::Function(function) => function.owner == Owner::Trait { provided: true },
        Kind::Constant(constant) => constant.owner == Owner::Trait { provided: true },
        _ => false,
    };
    match (closed, provided) {
        (false, false) => &rule::TRAIT_ITEM_ADDED_REQUIRED,
        _ if breaks_dyn => &rule::TRAIT_NO_LONGER_DYN_COMPATIBLE,
        (true, _) => &rule::SEALED_TRAIT_ITEM_ADDED,
        (false, true) => &rule::TRAIT_ITEM_ADDED_PROVIDED,
    }
}

/// Traits of `std` that cannot stand behind `dyn`, nor can what has them as supertraits.
const NOT_DYN: &[&str] = &[
    "Clone",
    "Copy",
    "Default",
    "Eq",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Sized",
    "std::hash::Hash",
];

/// Whether a trait can stand behind `dyn`, as far as it can be seen.
fn is_dyn_compatible(public_api: &PublicApi, item: &Item) -> bool {
    fn check(public_api: &PublicApi, item: &Item, left: usize) -> bool {
        let Kind::Trait(of) = &item.kind else { return true };
        let supertraits = of.supertraits.iter().filter_map(Bound::as_trait);
        let allowed = |path: &TypePath| {
            let name = path.names();
            let own = public_api.at(&path.own()).next();
            !NOT_DYN.contains(&name.as_str())
                && (left == 0 || own.is_none_or(|own| check(public_api, own, left - 1)))
        };
        supertraits.into_iter().all(allowed) && public_api.members(&item.path).all(allows_dyn)
    }
    check(public_api, item, 8)
}

/// Whether an item lets its trait stand behind `dyn`.
fn allows_dyn(item: &Item) -> bool {
    let demands_size = |predicates: &[Predicate]| {
        predicates.iter().any(|predicate| {
            predicate.subject.as_name() == Some("Self")
                && predicate.bounds.contains(&Bound::named("Sized"))
        })
    };
    match &item.kind {
        Kind::Function(function) => {
            demands_size(&function.generics.predicates)
                || (function.receiver.is_some()
                    && function.generics.explicit().next().is_none()
                    && !function.is_async
                    && !mentions_self(function))
        }
        Kind::Constant(_) => false,
        Kind::AssociatedType(of) => {
            of.generics.parameters.is_empty() || demands_size(&of.generics.predicates)
        }
        _ => true,
    }
}

/// Whether a signature has `Self` or a hidden type in its arguments or its result.
fn mentions_self(function: &Function) -> bool {
    struct Search(bool);
    impl Rewrite for Search {
        fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
            self.0 |= path.qualifier.is_none() && path.names() == "Self";
            None
        }

        fn trait_path(&mut self, _path: &mut TypePath) {}
    }
    let mut search = Search(false);
    let mut of = function.clone();
    let is_hidden = |of: &Type| matches!(of, Type::Impl(_));
    for argument in &mut of.arguments {
        search.0 |= is_hidden(&argument.of);
        argument.of.rewrite(&mut search);
    }
    search.0 |= is_hidden(&of.output);
    of.output.rewrite(&mut search);
    search.0
}
