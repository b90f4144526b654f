//! What can be said of an item only when all of them are known: where an implementation is listed, what
//! its owner's condition already says, and whether a trait is sealed.

use std::collections::{BTreeMap, BTreeSet};

use crate::public_api::condition::Condition;
use crate::public_api::item::{Implementation, Item, Kind};
use crate::public_api::types::{Argument, Arguments, Type, TypePath};

/// Completes the items.
pub(super) fn finish(items: &mut [Item]) {
    let owners = Owners::of(items);
    for item in items.iter_mut() {
        if let Kind::Implementation(implementation) = &item.kind {
            item.path = owners.home(implementation);
        }
    }
    shorten_conditions(items);
    seal(items);
}

/// What implementations are listed beneath: the types and traits of the crate, by path.
struct Owners {
    types: BTreeSet<String>,
    traits: BTreeSet<String>,
}

impl Owners {
    fn of(items: &[Item]) -> Self {
        let paths = |test: fn(&Kind) -> bool| {
            let found = items.iter().filter(|item| test(&item.kind));
            found.map(|item| item.path.clone()).collect()
        };
        Self {
            types: paths(|kind| matches!(kind, Kind::Struct(_) | Kind::Enum(_))),
            traits: paths(|kind| matches!(kind, Kind::Trait(_))),
        }
    }

    /// The type or trait of the crate beneath which an implementation is listed.
    fn home(&self, of: &Implementation) -> String {
        let own = |path: &TypePath| {
            let name = path.own();
            let is_parameter = path.segments.len() == 1 && of.generics.declares(&name);
            let is_own = self.types.contains(&name) || self.traits.contains(&name);
            (is_own && !is_parameter).then_some(name)
        };
        let for_type = of.for_type.below_references().as_path().and_then(own);
        let found = for_type.or_else(|| own(&of.of_trait));
        let argument = |argument: &Argument| match argument {
            Argument::Type(Type::Path(path)) | Argument::Equal(_, Type::Path(path)) => own(path),
            _ => None,
        };
        let arguments = |path: &TypePath| match path.arguments() {
            Arguments::Angle(arguments) => arguments.iter().find_map(argument),
            _ => None,
        };
        let inside = || {
            arguments(&of.of_trait)
                .or_else(|| of.for_type.below_references().as_path().and_then(arguments))
        };
        found.or_else(inside).unwrap_or_default()
    }
}

/// A member exists only where its owner does; that is not repeated.
fn shorten_conditions(items: &mut [Item]) {
    let conditional =
        items.iter().filter(|item| !item.is_member() && item.condition != Condition::Always);
    let mut conditions: BTreeMap<String, Option<Condition>> = BTreeMap::new();
    for item in conditional {
        let known = conditions.entry(item.path.clone());
        // Under several conditions the owner says nothing about its members.
        known.and_modify(|known| *known = None).or_insert_with(|| Some(item.condition.clone()));
    }
    for item in items.iter_mut().filter(|item| item.is_member()) {
        if let Some(Some(owner)) = conditions.get(item.owner()) {
            item.condition = item.condition.given(owner);
        }
    }
}

/// Marks the traits that nobody else can implement.
fn seal(items: &mut [Item]) {
    let open: BTreeSet<String> = items.iter().filter_map(implemented_for_all).collect();
    let mut sealed: BTreeSet<String> =
        items.iter().filter(|item| is_sealed(item)).map(|item| item.path.clone()).collect();
    // A trait is sealed, too, by a supertrait that is.
    loop {
        let before = sealed.len();
        for item in items.iter() {
            let Kind::Trait(of) = &item.kind else { continue };
            let seals = |path: String| {
                sealed.contains(&path) || (path.starts_with("_::") && !open.contains(&path))
            };
            let mut traits = of.supertraits.iter().filter_map(|bound| bound.as_trait());
            if traits.any(|path| seals(path.own())) {
                sealed.insert(item.path.clone());
            }
        }
        if sealed.len() == before {
            break;
        }
    }
    for item in items {
        if let Kind::Trait(of) = &mut item.kind {
            of.sealed |= sealed.contains(&item.path);
        }
    }
}

/// Whether a trait is sealed by what it asks for itself.
fn is_sealed(item: &Item) -> bool {
    matches!(&item.kind, Kind::Trait(of) if of.sealed)
}

/// The trait of an implementation for every type that meets its demands.
fn implemented_for_all(item: &Item) -> Option<String> {
    let Kind::Implementation(of) = &item.kind else { return None };
    let name = of.for_type.as_name()?;
    of.generics.declares(name).then(|| of.of_trait.own())
}
