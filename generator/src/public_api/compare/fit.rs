//! How an argument of a function relates to the one it was: the same, or it accepts more or less.

use super::Comparison;
use super::bounds::Relation;
use super::pair::Pair;
use super::{Rule, rule};
use crate::public_api::types::{Argument, Arguments, Bound, Type, TypePath};

/// How an argument relates to the one it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Same,
    /// `impl Trait` became a named parameter with the same bounds, or the other way round.
    Renamed,
    /// It accepts more.
    Wider,
    /// Less is demanded of what it accepts.
    Looser,
    /// More is demanded of what it accepts.
    Tighter,
    /// It accepts less.
    Narrower,
    Different,
}

impl Fit {
    /// That of a type from those of its parts.
    fn and(self, other: Self) -> Self {
        let widens = |fit| matches!(fit, Self::Wider | Self::Looser);
        let narrows = |fit| matches!(fit, Self::Narrower | Self::Tighter);
        if (widens(self) && narrows(other)) || (narrows(self) && widens(other)) {
            return Self::Different;
        }
        self.max(other)
    }

    pub(super) fn rule(self) -> Option<&'static Rule> {
        Some(match self {
            Self::Same | Self::Renamed => return None,
            Self::Wider => &rule::ARGUMENT_GENERALISED,
            Self::Looser => &rule::GENERIC_BOUNDS_LOOSENED,
            Self::Tighter => &rule::GENERIC_BOUNDS_TIGHTENED,
            Self::Narrower => &rule::ARGUMENT_NARROWED,
            Self::Different => &rule::ARGUMENT_TYPE_CHANGED,
        })
    }
}

impl Comparison<'_> {
    /// How an argument of the type `new` relates to the one of the type `old` that it was.
    pub(super) fn fit(&self, old: &Type, new: &Type, pair: &mut Pair) -> Fit {
        if self.are_equal(old, new) {
            return Fit::Same;
        }
        if let Some(name) = new.as_name().filter(|name| pair.added.contains_key(*name)) {
            return self.fit_added(old, name, pair);
        }
        if let Some(name) = old.as_name().filter(|name| pair.removed.iter().any(|one| one == name))
        {
            let bounds = pair.old.generics.bounds_of(name);
            return match new {
                Type::Impl(new) => self.fit_bounds(bounds, new, Fit::Same),
                new if self.implements(new, bounds) => Fit::Narrower,
                _ => Fit::Different,
            };
        }
        match (old, new) {
            (Type::Impl(old), Type::Impl(new)) => self.fit_bounds(old, new, Fit::Same),
            (old, Type::Impl(new)) if self.implements(old, new) => Fit::Wider,
            (Type::Impl(old), new) if self.implements(new, old) => Fit::Narrower,
            _ => self.fit_parts(old, new, pair),
        }
    }

    fn fit_added(&self, old: &Type, name: &str, pair: &mut Pair) -> Fit {
        let bounds = pair.new.generics.bounds_of(name).to_vec();
        let known = pair.added.get(name).cloned().flatten();
        if let Some(known) = known {
            return if self.are_equal(&known, old) { Fit::Wider } else { Fit::Different };
        }
        pair.added.insert(name.to_owned(), Some(old.clone()));
        match old {
            Type::Impl(old) => self.fit_bounds(old, &bounds, Fit::Renamed),
            // Every trait implements itself.
            Type::Dyn(own) if may_be_unsized(&bounds) && self.follow(own, &bounds) => Fit::Wider,
            _ if self.implements(old, &bounds) => Fit::Wider,
            _ => Fit::Different,
        }
    }

    fn fit_bounds(&self, old: &[Bound], new: &[Bound], same: Fit) -> Fit {
        match self.relate(old, new) {
            Relation::Same => same,
            Relation::Looser => Fit::Looser,
            Relation::Tighter => Fit::Tighter,
            Relation::Other => Fit::Different,
        }
    }

    /// The parts of types of the same form.
    fn fit_parts(&self, old: &Type, new: &Type, pair: &mut Pair) -> Fit {
        match (old, new) {
            (
                Type::Reference { lifetime, mutable, target },
                Type::Reference { lifetime: other, mutable: is, target: new },
            ) if lifetime == other && mutable == is => self.fit(target, new, pair),
            (Type::Slice(old), Type::Slice(new)) => self.fit(old, new, pair),
            (Type::Tuple(old), Type::Tuple(new)) if old.len() == new.len() => {
                let mut fit = Fit::Same;
                for (old, new) in old.iter().zip(new) {
                    fit = fit.and(self.fit(old, new, pair));
                }
                fit
            }
            (Type::Path(old), Type::Path(new)) => self.fit_paths(old, new, pair),
            _ => Fit::Different,
        }
    }

    fn fit_paths(&self, old: &TypePath, new: &TypePath, pair: &mut Pair) -> Fit {
        let is_plain = old.qualifier.is_none() && new.qualifier.is_none();
        let (Arguments::Angle(one), Arguments::Angle(two)) = (old.arguments(), new.arguments())
        else {
            return Fit::Different;
        };
        if !is_plain || old.names() != new.names() || one.len() != two.len() {
            return Fit::Different;
        }
        let mut fit = Fit::Same;
        for pair_of in one.iter().zip(two) {
            fit = fit.and(match pair_of {
                (Argument::Type(old), Argument::Type(new)) => self.fit(old, new, pair),
                (old, new) if old == new => Fit::Same,
                _ => Fit::Different,
            });
        }
        fit
    }
}

fn may_be_unsized(bounds: &[Bound]) -> bool {
    bounds.iter().any(|bound| matches!(bound, Bound::Trait(bound) if bound.maybe))
}
