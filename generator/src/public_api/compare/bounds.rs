//! What is demanded of types, compared: which demands follow from which.

use super::Comparison;
use crate::public_api::generics::{Predicate, Subject};
use crate::public_api::types::{Argument, Arguments, Bound, TraitBound, Type, TypePath};

/// How one set of demands relates to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Same,
    /// The new ones demand more.
    Tighter,
    /// The new ones demand less.
    Looser,
    /// Both.
    Other,
}

impl Relation {
    /// From whether the old demands follow from the new ones, and the new from the old.
    fn of(old_follows: bool, new_follows: bool) -> Self {
        match (old_follows, new_follows) {
            (true, true) => Self::Same,
            (true, false) => Self::Tighter,
            (false, true) => Self::Looser,
            (false, false) => Self::Other,
        }
    }
}

/// Traits of `std` with the traits that they promise.
const PROMISES: &[(&str, &[&str])] = &[
    ("Copy", &["Clone"]),
    ("DoubleEndedIterator", &["Iterator", "IntoIterator"]),
    ("Eq", &["PartialEq"]),
    ("ExactSizeIterator", &["Iterator", "IntoIterator"]),
    ("Fn", &["FnMut", "FnOnce"]),
    ("FnMut", &["FnOnce"]),
    ("Iterator", &["IntoIterator"]),
    ("Ord", &["Eq", "PartialOrd", "PartialEq"]),
    ("PartialOrd", &["PartialEq"]),
    ("std::error::Error", &["std::fmt::Debug", "std::fmt::Display", "ToString"]),
    ("std::fmt::Display", &["ToString"]),
];

impl Comparison<'_> {
    /// Compares bounds in normal form.
    pub fn relate(&self, old: &[Bound], new: &[Bound]) -> Relation {
        Relation::of(self.follow(new, old), self.follow(old, new))
    }

    /// Whether whatever meets the strong bounds meets the weak ones.
    pub fn follow(&self, strong: &[Bound], weak: &[Bound]) -> bool {
        let may_be_unsized = |bounds: &[Bound]| {
            bounds.iter().any(|bound| matches!(bound, Bound::Trait(of) if of.maybe))
        };
        let sized = !may_be_unsized(strong) || may_be_unsized(weak);
        sized && weak.iter().all(|weak| self.follows(strong, weak))
    }

    fn follows(&self, strong: &[Bound], weak: &Bound) -> bool {
        match weak {
            Bound::Trait(of) if of.maybe => true,
            // What is captured is compared on its own.
            Bound::Captures(_) => true,
            Bound::Trait(of) => {
                if of.path.names() == "Sized" {
                    return !strong
                        .iter()
                        .any(|bound| matches!(bound, Bound::Trait(of) if of.maybe));
                }
                strong.iter().any(|bound| match bound {
                    Bound::Trait(strong) if !strong.maybe => self.promises(strong, of, 0),
                    _ => false,
                })
            }
            Bound::Lifetime(_) | Bound::Code(_) => {
                strong.contains(weak)
                    || strong.contains(&Bound::Lifetime("'static".to_owned()))
                        && matches!(weak, Bound::Lifetime(_))
            }
        }
    }

    /// Whether a trait is another one, or has it as a supertrait.
    fn promises(&self, strong: &TraitBound, weak: &TraitBound, depth: usize) -> bool {
        if strong == weak || self.covers_trait(&strong.path, &weak.path) {
            return true;
        }
        let (name, wanted) = (strong.path.names(), weak.path.names());
        let std = PROMISES.iter().find(|(of, _)| *of == name);
        if std.is_some_and(|(_, promised)| promised.contains(&wanted.as_str())) {
            return same_arguments(&strong.path, &weak.path);
        }
        // Of the traits of the crate those that both versions have.
        let supertraits = self.new.trait_(&strong.path.own()).map(|of| &of.supertraits);
        depth < 8
            && supertraits.into_iter().flatten().any(|bound| match bound {
                Bound::Trait(of) if !of.maybe => {
                    let mut of = of.clone();
                    of.path.rewrite_as_trait(&mut self.new_paths());
                    self.promises(&of, weak, depth + 1)
                }
                _ => false,
            })
    }

    /// Whether two mentions of one trait have arguments of which the strong ones fit where the weak ones are
    /// asked for. What the strong one says in addition does no harm.
    fn covers_trait(&self, strong: &TypePath, weak: &TypePath) -> bool {
        if strong.names() != weak.names() {
            return false;
        }
        match (strong.arguments(), weak.arguments()) {
            (_, Arguments::None) => {
                strong.angle().iter().all(|argument| matches!(argument, Argument::Equal(..)))
                    && !matches!(strong.arguments(), Arguments::Parenthesised(..))
            }
            (Arguments::Angle(strong), Arguments::Angle(weak)) => {
                let positional = |arguments: &[Argument]| {
                    arguments.iter().filter(|one| !is_named(one)).cloned().collect::<Vec<_>>()
                };
                let named_fit = weak
                    .iter()
                    .filter(|one| is_named(one))
                    .all(|weak| strong.iter().any(|strong| self.covers_argument(strong, weak)));
                named_fit && self.are_all_equal(&positional(strong), &positional(weak))
            }
            (strong, weak) => strong == weak,
        }
    }

    fn are_all_equal(&self, strong: &[Argument], weak: &[Argument]) -> bool {
        strong.len() == weak.len()
            && strong.iter().zip(weak).all(|pair| match pair {
                (Argument::Type(strong), Argument::Type(weak)) => self.are_equal(strong, weak),
                (strong, weak) => strong == weak,
            })
    }

    fn covers_argument(&self, strong: &Argument, weak: &Argument) -> bool {
        match (strong, weak) {
            (Argument::Equal(one, strong), Argument::Equal(two, weak)) if one == two => {
                match (strong, weak) {
                    (Type::Impl(strong), Type::Impl(weak)) => self.follow(strong, weak),
                    (strong, Type::Impl(weak)) => self.implements(strong, weak),
                    _ => self.are_equal(strong, weak),
                }
            }
            (Argument::Bounded(one, strong), Argument::Bounded(two, weak)) if one == two => {
                self.follow(strong, weak)
            }
            (Argument::Equal(one, strong), Argument::Bounded(two, weak)) if one == two => {
                self.implements(strong, weak)
            }
            (strong, weak) => strong == weak,
        }
    }

    /// Compares demands in normal form, subject by subject; those on subjects for which `counts` is false are
    /// left out.
    pub fn relate_predicates(
        &self,
        old: &[Predicate],
        new: &[Predicate],
        counts: &dyn Fn(&Subject) -> bool,
    ) -> Relation {
        let bounds_of = |predicates: &[Predicate], of: &Predicate| -> Vec<Bound> {
            let same = predicates.iter().filter(|predicate| {
                predicate.subject == of.subject && predicate.binder == of.binder
            });
            same.flat_map(|predicate| predicate.bounds.iter().cloned()).collect()
        };
        let follow_all = |strong: &[Predicate], weak: &[Predicate]| {
            // A subject that is not mentioned is demanded to be `Sized` all the same.
            weak.iter()
                .chain(strong)
                .filter(|of| counts(&of.subject))
                .all(|of| self.follow(&bounds_of(strong, of), &bounds_of(weak, of)))
        };
        Relation::of(follow_all(new, old), follow_all(old, new))
    }
}

fn is_named(argument: &Argument) -> bool {
    matches!(argument, Argument::Equal(..) | Argument::EqualConstant(..) | Argument::Bounded(..))
}

/// Whether what a trait of `std` promises has the arguments that are wanted: `Fn(A) -> B` promises
/// `FnOnce(A) -> B`, `Iterator<Item = T>` promises `IntoIterator<Item = T>`.
fn same_arguments(strong: &TypePath, weak: &TypePath) -> bool {
    match (strong.arguments(), weak.arguments()) {
        (_, Arguments::None) => true,
        (strong, weak) => strong == weak,
    }
}
