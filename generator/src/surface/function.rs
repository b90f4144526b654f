//! Compares two functions of one path.

use super::item::{Function, Owner};
use super::rules::{self, Rule};
use super::types::{Bound, Type};

/// Notes every way in which a function differs for its callers.
pub(super) fn compare(old: &Function, new: &Function, note: &mut dyn FnMut(&'static Rule)) {
    if old.arguments.len() != new.arguments.len() || old.variadic != new.variadic {
        note(&rules::ARITY_CHANGED);
    } else {
        let pairs = || old.arguments.iter().zip(&new.arguments);
        let differs = |(a, b): &(&_, &_)| types_differ(a, b);
        if pairs().any(|pair| differs(&pair) && !generalises(&pair.0.of, &pair.1.of)) {
            note(&rules::ARGUMENT_TYPE_CHANGED);
        } else if pairs().any(|pair| differs(&pair)) {
            note(&rules::ARGUMENT_GENERALISED);
        } else if pairs().any(|(a, b)| a.name != b.name) {
            note(&rules::ARGUMENT_RENAMED);
        }
    }
    if old.receiver != new.receiver {
        note(&rules::RECEIVER_CHANGED);
    }
    if old.output != new.output {
        note(&rules::OUTPUT_CHANGED);
    }
    generics(old, new, note);
    let lost = (old.is_const && !new.is_const)
        || (!old.is_unsafe && new.is_unsafe)
        || old.is_async != new.is_async
        || old.abi != new.abi;
    if lost {
        note(&rules::QUALIFIER_LOST);
    } else if (old.is_const, old.is_unsafe) != (new.is_const, new.is_unsafe) {
        note(&rules::QUALIFIER_GAINED);
    }
    defaults(&old.owner, &new.owner, note);
}

fn types_differ(a: &super::item::FunctionArgument, b: &super::item::FunctionArgument) -> bool {
    a.of != b.of
}

/// Whether a function of a trait lost or got its default.
pub(super) fn defaults(old: &Owner, new: &Owner, note: &mut dyn FnMut(&'static Rule)) {
    match (old, new) {
        (Owner::Trait { provided: true }, Owner::Trait { provided: false }) => {
            note(&rules::DEFAULT_REMOVED);
        }
        (Owner::Trait { provided: false }, Owner::Trait { provided: true }) => {
            note(&rules::DEFAULT_ADDED);
        }
        _ => {}
    }
}

/// Whether every value of the old type can be passed where the new one stands: `T` where `impl Into<T>`
/// stands now, or an `impl` that demands less.
fn generalises(old: &Type, new: &Type) -> bool {
    let Type::Impl(demands) = new else { return false };
    let into_old = |bound: &Bound| {
        bound.as_trait().is_some_and(|path| {
            let of_old = matches!(path.angle(), [super::types::Argument::Type(of)] if of == old);
            path.names() == "Into" && of_old
        })
    };
    match old {
        Type::Impl(known) => demands.iter().all(|demand| known.contains(demand)),
        _ => matches!(demands.as_slice(), [only] if into_old(only)),
    }
}

fn generics(old: &Function, new: &Function, note: &mut dyn FnMut(&'static Rule)) {
    let (a, b) = (&old.generics, &new.generics);
    if a == b {
        return;
    }
    // Names of parameters are not part of the API, but they stand in the types; a renamed one shows there.
    let same_parameters = a.parameters == b.parameters;
    let demanded_before = |predicate: &super::generics::Predicate| {
        a.predicates.iter().any(|known| {
            known.subject == predicate.subject
                && known.binder == predicate.binder
                && predicate.bounds.iter().all(|bound| known.bounds.contains(bound))
        })
    };
    let loosened = same_parameters && b.predicates.iter().all(demanded_before);
    note(if loosened { &rules::DEMANDS_LOOSENED } else { &rules::DEMANDS_CHANGED });
}
