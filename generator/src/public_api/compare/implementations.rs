//! Implementations of traits compared. They are matched by trait and type, wherever they stand in the
//! crate, whatever their parameters are called.

use std::collections::BTreeMap;

use super::index::Space;
use super::{Comparison, Rule, arrow, rule};
use crate::public_api::generics::Generics;
use crate::public_api::item::{Implementation, Item, Kind};
use crate::public_api::resolve::Substitute;
use crate::public_api::rewrite::Rewrite;
use crate::public_api::types::{Argument, Arguments, Type, TypePath};

/// A trait and a type in normal form.
type Key = (bool, TypePath, Type);

/// An implementation, in normal form.
struct Known<'s> {
    item: &'s Item,
    of: &'s Implementation,
    generics: Generics,
    /// The types that the trait asks for.
    given: BTreeMap<String, Type>,
    /// Whether it is for something that the other crate does not have.
    foreign: bool,
}

impl<'s> Comparison<'s> {
    /// Compares all implementations.
    pub fn implementations(&mut self) {
        let mut all: BTreeMap<Key, (Vec<Known<'s>>, Vec<Known<'s>>)> = BTreeMap::new();
        for (item, of) in self.old.implementations() {
            let (key, known) = self.known(item, of, true);
            all.entry(key).or_default().0.push(known);
        }
        for (item, of) in self.new.implementations() {
            let (key, known) = self.known(item, of, false);
            all.entry(key).or_default().1.push(known);
        }
        for (old, new) in all.into_values() {
            let mut new: Vec<Option<Known<'s>>> = new.into_iter().map(Some).collect();
            let mut take = |condition: Option<&crate::public_api::Condition>| {
                let fits = |known: &Option<Known<'_>>| {
                    known.as_ref().is_some_and(|known| {
                        condition.is_none_or(|condition| known.item.condition == *condition)
                    })
                };
                new.iter_mut().find(|known| fits(known)).and_then(Option::take)
            };
            let pairs: Vec<_> =
                old.into_iter().map(|old| (take(Some(&old.item.condition)), old)).collect();
            let pairs: Vec<_> =
                pairs.into_iter().map(|(new, old)| (new.or_else(|| take(None)), old)).collect();
            for (new, old) in pairs {
                match new {
                    Some(new) => self.implementation(&old, &new),
                    None if old.foreign => {}
                    None => self.report(&rule::TRAIT_IMPL_REMOVED, Some(old.item), None),
                }
            }
            for new in new.into_iter().flatten().filter(|new| !new.foreign) {
                let rule = self.added_rule(new.of);
                self.report(rule, None, Some(new.item));
            }
        }
    }

    /// An implementation in normal form: its parameters are named by the order in which they occur.
    fn known(&self, item: &'s Item, of: &'s Implementation, old: bool) -> (Key, Known<'s>) {
        let mut for_type = of.for_type.clone();
        let mut of_trait = of.of_trait.clone();
        let mut generics = of.generics.clone();
        let mut found = Occurrence { generics: &of.generics, names: Vec::new(), anonymous: 0 };
        for_type.rewrite(&mut found);
        of_trait.rewrite_as_trait(&mut found);
        let mut renaming = Substitute::renaming(found.names);
        let lead = |with: &mut dyn Rewrite,
                    for_type: &mut Type,
                    of_trait: &mut TypePath,
                    generics: &mut Generics| {
            for_type.rewrite(with);
            of_trait.rewrite_as_trait(with);
            generics.rewrite(with);
        };
        lead(&mut renaming, &mut for_type, &mut of_trait, &mut generics);
        let foreign = if old {
            lead(&mut self.old_paths(), &mut for_type, &mut of_trait, &mut generics);
            self.is_foreign(&of_trait, &for_type, true)
        } else {
            lead(&mut self.new_paths(), &mut for_type, &mut of_trait, &mut generics);
            self.is_foreign(&of_trait, &for_type, false)
        };
        let given = take_given(&mut of_trait);
        let expand = |of: &Type| if old { self.expanded_old(of) } else { self.expanded_new(of) };
        let for_type = expand(&for_type);
        if let Some(Arguments::Angle(arguments)) =
            of_trait.segments.last_mut().map(|last| &mut last.arguments)
        {
            for argument in arguments {
                if let Argument::Type(of) = argument {
                    *of = expand(of);
                }
            }
        }
        let known = Known { item, of, generics, given, foreign };
        ((of.negative, of_trait, for_type), known)
    }

    /// Whether an implementation is for, or of, something that the other crate does not have; then it comes
    /// or goes with that.
    fn is_foreign(&self, of_trait: &TypePath, for_type: &Type, old: bool) -> bool {
        let mut search = Search { comparison: self, old, found: false };
        let (mut of_trait, mut for_type) = (of_trait.clone(), for_type.clone());
        of_trait.rewrite_as_trait(&mut search);
        for_type.rewrite(&mut search);
        search.found
    }

    fn implementation(&mut self, old: &Known<'s>, new: &Known<'s>) {
        self.condition(old.item, new.item);
        let (was, is) = (&old.generics.predicates, &new.generics.predicates);
        let relation = self.relate_predicates(was, is, &|_| true);
        self.report_relation(relation, old.item, new.item);
        for (name, was) in &old.given {
            if let Some(is) = new.given.get(name)
                && !self.are_equal(was, is)
            {
                let detail = Some(arrow(name, was, is).replace("crate::", ""));
                let rule = &rule::ASSOCIATED_TYPE_CHANGED;
                self.report_part(rule, Some(old.item), Some(new.item), detail);
            }
        }
        self.derived(old, new);
    }

    fn derived(&mut self, old: &Known<'s>, new: &Known<'s>) {
        let is_equality = old.of.of_trait.names() == "PartialEq";
        let rule = match (&old.of.derived, &new.of.derived) {
            (Some(_), None) if is_equality => &rule::DERIVED_EQUALITY_REPLACED,
            (None, Some(_)) if is_equality => &rule::EQUALITY_DERIVED,
            (Some(was), Some(is)) if !is_same_order(was, is) => &rule::DERIVED_ORDER_CHANGED,
            _ => return,
        };
        self.report(rule, Some(old.item), Some(new.item));
    }

    /// What an implementation that was not there before means.
    fn added_rule(&self, of: &Implementation) -> &'static Rule {
        if of.of_trait.names() == "Drop" && self.can_be_taken_apart(&of.for_type) {
            return &rule::DROP_IMPL_ADDED;
        }
        let is_parameter = |of_type: &Type| {
            local_part(of_type).as_name().is_some_and(|name| of.generics.declares(name))
        };
        let trait_ = self.new.trait_(&of.of_trait.own());
        let can_be_implemented =
            trait_.is_none_or(|of| !of.sealed) && !of.of_trait.own().starts_with("_::");
        let for_all = trait_.is_some() && is_parameter(&of.for_type);
        let from_all = of.of_trait.angle().iter().any(|argument| match argument {
            Argument::Type(of) => is_parameter(of),
            _ => false,
        });
        if can_be_implemented && (for_all || from_all) {
            &rule::BLANKET_IMPL_ADDED
        } else {
            &rule::TRAIT_IMPL_ADDED
        }
    }

    /// Whether callers can move something out of a value of a type.
    fn can_be_taken_apart(&self, of: &Type) -> bool {
        let path = of.as_path().map(TypePath::own).unwrap_or_default();
        self.new.public_api.members(&path).any(|member| match &member.kind {
            Kind::Field(_) => true,
            Kind::Variant(variant) => !variant.fields.is_empty(),
            _ => false,
        })
    }
}

/// What makes a type one's own where others decide who may implement a trait for it: a reference to it or
/// a box of it is as much one's own as the type.
fn local_part(of: &Type) -> &Type {
    match of {
        Type::Reference { target, .. } => local_part(target),
        Type::Path(path) => match (path.names().as_str(), path.angle()) {
            ("Box" | "std::pin::Pin", [Argument::Type(inner), ..]) => local_part(inner),
            _ => of,
        },
        other => other,
    }
}

/// Takes the types that a trait asks for out of the mention of it.
fn take_given(of_trait: &mut TypePath) -> BTreeMap<String, Type> {
    let mut given = BTreeMap::new();
    let Some(last) = of_trait.segments.last_mut() else { return given };
    if let Arguments::Angle(arguments) = &mut last.arguments {
        arguments.retain(|argument| match argument {
            Argument::Equal(name, of) => {
                given.insert(name.name.clone(), of.clone());
                false
            }
            _ => true,
        });
        if arguments.is_empty() {
            last.arguments = Arguments::None;
        }
    }
    given
}

/// Whether the names that two lists share stand in the same order.
fn is_same_order(old: &[String], new: &[String]) -> bool {
    let shared = |one: &[String], other: &[String]| {
        one.iter().filter(|name| other.contains(name)).cloned().collect::<Vec<_>>()
    };
    shared(old, new) == shared(new, old)
}

/// Finds the parameters of an implementation in the order in which they occur.
struct Occurrence<'g> {
    generics: &'g Generics,
    names: Vec<(String, String)>,
    anonymous: usize,
}

impl Occurrence<'_> {
    fn meet(&mut self, name: &str) {
        let is_known = self.names.iter().any(|(known, _)| known == name);
        if !is_known && self.generics.declares(name) {
            let mark = if name.starts_with('\'') { "'#" } else { "#" };
            let number = self.names.len() + self.anonymous;
            self.names.push((name.to_owned(), format!("{mark}{number}")));
        }
    }
}

impl Rewrite for Occurrence<'_> {
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
        if let Some(first) = path.segments.first().filter(|_| path.qualifier.is_none()) {
            let name = first.name.clone();
            self.meet(&name);
        }
        None
    }

    fn trait_path(&mut self, _path: &mut TypePath) {}

    fn lifetime(&mut self, lifetime: &mut String) {
        if lifetime == "'_" {
            *lifetime = self.elided().unwrap_or_default();
        } else {
            let name = lifetime.clone();
            self.meet(&name);
        }
    }

    fn elided(&mut self) -> Option<String> {
        let number = self.names.len() + self.anonymous;
        self.anonymous += 1;
        Some(format!("'#{number}"))
    }
}

/// Looks for items of the crate that the other one does not have.
struct Search<'c, 's> {
    comparison: &'c Comparison<'s>,
    old: bool,
    found: bool,
}

impl Search<'_, '_> {
    fn look(&mut self, path: &TypePath) {
        if path.segments.first().is_none_or(|first| first.name != "crate") {
            return;
        }
        let own = path.own();
        // Paths of the old crate have been led to the new one already.
        let is_there = if self.old {
            !self.comparison.new.items(Space::Type, &own).is_empty()
        } else {
            self.comparison.matched.has(Space::Type, &own)
        };
        self.found |= !is_there;
    }
}

impl Rewrite for Search<'_, '_> {
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
        self.look(path);
        None
    }

    fn trait_path(&mut self, path: &mut TypePath) {
        self.look(path);
    }
}
