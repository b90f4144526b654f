//! Functions and methods compared: qualifiers, `self`, arguments, results, generic parameters.
//!
//! A function may become more general. To see that, the parameters that are new are variables, and an
//! argument fits when there is a value for them that makes it the old one.

use super::bounds::Relation;
use super::lifetimes::name_lifetimes;
use super::normal::{Names, readable};
use super::pair::{Pair, results};
use super::{Comparison, Rule, arrow, rule};
use crate::public_api::generics::{Parameter, Subject};
use crate::public_api::item::{Function, FunctionArgument, Inherent, Item, Owner, Receiver};
use crate::public_api::resolve::Substitute;
use crate::public_api::rewrite::Rewrite;
use crate::public_api::types::Type;

impl Comparison<'_> {
    /// Compares functions that belong to no trait that others implement. `owner` names the parameters of
    /// the type or trait whose members they are.
    pub fn function(
        &mut self,
        items: (&Item, &Item),
        (old, new): (&Function, &Function),
        owner: &Names,
    ) {
        if old == new && self.renames.is_empty() {
            return;
        }
        self.qualifiers(items, old, new);
        let mut pair = self.pair(old, new, owner);
        self.receiver(items, &pair);
        self.arguments(items, &mut pair);
        self.stated_parameters(items, &pair);
        self.output(items, &pair);
        let relation = self.relate_pair(&pair);
        self.report_relation(relation, items.0, items.1);
    }

    /// Whether two functions have the same signature in every respect but the names of arguments. Of a
    /// trait that others implement, no more may change.
    pub fn is_same_signature(&self, old: &Function, new: &Function, owner: &Names) -> bool {
        let pair = self.pair(old, new, owner);
        let (old, new) = (&pair.old, &pair.new);
        let same_types = old.arguments.len() == new.arguments.len()
            && old
                .arguments
                .iter()
                .zip(&new.arguments)
                .all(|(old, new)| self.are_equal(&old.of, &new.of))
            && {
                let (was, is) = results(&pair);
                self.are_equal(&was, &is)
            };
        same_types
            && pair.added.is_empty()
            && pair.removed.is_empty()
            && self.is_same_receiver(&pair)
            && self.relate_pair(&pair) == Relation::Same
            && (old.is_const, old.is_unsafe, &old.abi, old.variadic)
                == (new.is_const, new.is_unsafe, &new.abi, new.variadic)
    }

    /// Both sides in normal form.
    fn pair(&self, old: &Function, new: &Function, owner: &Names) -> Pair {
        let explicit = |function: &Function| -> Vec<String> {
            let names = function.generics.explicit().map(|parameter| parameter.name.clone());
            names.collect()
        };
        let (old_names, new_names) = (explicit(old), explicit(new));
        let both = old_names.len().min(new_names.len());
        let name = |mark: &'static str| {
            move |(index, name): (usize, &String)| {
                let mark = if index < both { "#f" } else { mark };
                (name.clone(), format!("{mark}{index}"))
            }
        };
        let mut names = owner.clone();
        names.old.extend(old_names.iter().enumerate().map(name("#removed")));
        names.new.extend(new_names.iter().enumerate().map(name("#added")));
        let old = normal(old, &names.old, &mut self.old_paths());
        let new = normal(new, &names.new, &mut self.new_paths());
        let extra = |list: &[String], mark: &str| -> Vec<String> {
            (both..list.len()).map(|index| format!("{mark}{index}")).collect()
        };
        Pair {
            old,
            new,
            added: extra(&new_names, "#added").into_iter().map(|name| (name, None)).collect(),
            removed: extra(&old_names, "#removed"),
            stated: old_names.len(),
        }
    }

    fn relate_pair(&self, pair: &Pair) -> Relation {
        let counts = |subject: &Subject| {
            subject.as_name().is_none_or(|name| {
                !pair.added.contains_key(name) && !pair.removed.iter().any(|other| other == name)
            })
        };
        let (old, new) = (&pair.old.generics.predicates, &pair.new.generics.predicates);
        self.relate_predicates(old, new, &counts)
    }

    fn qualifiers(&mut self, items: (&Item, &Item), old: &Function, new: &Function) {
        let mut change = |was: bool, is: bool, removed: &'static Rule, added: &'static Rule| {
            if was != is {
                let rule = if was { removed } else { added };
                self.report(rule, Some(items.0), Some(items.1));
            }
        };
        change(
            old.is_const,
            new.is_const,
            &rule::FUNCTION_CONST_REMOVED,
            &rule::FUNCTION_CONST_ADDED,
        );
        change(
            old.is_unsafe,
            new.is_unsafe,
            &rule::FUNCTION_UNSAFE_REMOVED,
            &rule::FUNCTION_UNSAFE_ADDED,
        );
        let conventions = [old, new].map(|function| (&function.abi, function.variadic));
        change(
            false,
            conventions.first() != conventions.last(),
            &rule::FUNCTION_ABI_CHANGED,
            &rule::FUNCTION_ABI_CHANGED,
        );
    }

    fn is_same_receiver(&self, pair: &Pair) -> bool {
        match (&pair.old.receiver, &pair.new.receiver) {
            (Some(Receiver::Typed(old)), Some(Receiver::Typed(new))) => self.are_equal(old, new),
            (old, new) => old == new,
        }
    }

    fn receiver(&mut self, (old, new): (&Item, &Item), pair: &Pair) {
        let rule = match (&pair.old.receiver, &pair.new.receiver) {
            (None, None) => return,
            (None, Some(_)) => &rule::RECEIVER_ADDED,
            (Some(_), None) => &rule::RECEIVER_REMOVED,
            _ if self.is_same_receiver(pair) => return,
            _ => &rule::RECEIVER_CHANGED,
        };
        self.report(rule, Some(old), Some(new));
    }

    fn arguments(&mut self, (old, new): (&Item, &Item), pair: &mut Pair) {
        let (old_count, new_count) = (pair.old.arguments.len(), pair.new.arguments.len());
        if old_count != new_count {
            let rule =
                if old_count < new_count { &rule::ARGUMENT_ADDED } else { &rule::ARGUMENT_REMOVED };
            self.report(rule, Some(old), Some(new));
            return;
        }
        if is_swapped(pair) {
            self.report(&rule::ARGUMENTS_SWAPPED, Some(old), Some(new));
            return;
        }
        let arguments: Vec<_> =
            pair.old.arguments.clone().into_iter().zip(pair.new.arguments.clone()).collect();
        for (was, is) in arguments {
            let fit = self.fit(&was.of, &is.of, pair);
            let rule = fit.rule();
            let renamed = is_renamed(&was, &is).then_some(&rule::ARGUMENT_RENAMED);
            if let Some(rule) = rule.or(renamed) {
                let detail = Some(readable(arrow("argument", &was, &is)));
                self.report_part(rule, Some(old), Some(new), detail);
            }
        }
    }

    /// What callers may state in `::<…>`, and what they cannot leave open.
    fn stated_parameters(&mut self, (old, new): (&Item, &Item), pair: &Pair) {
        if !pair.removed.is_empty() {
            self.report(&rule::FUNCTION_GENERIC_REMOVED, Some(old), Some(new));
        }
        if pair.added.is_empty() {
            return;
        }
        if pair.stated > 0 {
            self.report(&rule::FUNCTION_GENERIC_ADDED_TO_GENERIC, Some(old), Some(new));
        } else if pair.added.values().any(Option::is_none) {
            self.report(&rule::FUNCTION_GENERIC_ADDED, Some(old), Some(new));
        } else if pair.added.values().all(|of| matches!(of, Some(Type::Impl(_)))) {
            self.report(&rule::ARGUMENT_BECAME_GENERIC, Some(old), Some(new));
        }
    }

    /// Names for the parameters of the blocks that two members stand in.
    pub fn inherent_names(old: &Owner, new: &Owner) -> Names {
        let names = |owner: &Owner| match owner {
            Owner::Type(inherent) => block_names(inherent),
            Owner::Module | Owner::Trait { .. } => Vec::new(),
        };
        Names { old: names(old), new: names(new) }
    }
}

/// The parameters of a block by their places.
pub(super) fn block_names(of: &Inherent) -> Vec<(String, String)> {
    let name = |(index, parameter): (usize, &Parameter)| {
        let mark = if parameter.is_lifetime() { "'#" } else { "#" };
        (parameter.name.clone(), format!("{mark}{index}"))
    };
    of.parameters.iter().enumerate().map(name).collect()
}

/// A signature in normal form.
fn normal(of: &Function, names: &[(String, String)], paths: &mut dyn Rewrite) -> Function {
    let mut function = of.clone();
    function.rewrite(&mut Substitute::renaming(names.iter().cloned()));
    function.rewrite(paths);
    name_lifetimes(&mut function);
    function
}

/// Whether an argument has another name; a pattern has none.
pub(super) fn is_renamed(old: &FunctionArgument, new: &FunctionArgument) -> bool {
    old.name != new.name && old.name != "_" && new.name != "_"
}

/// Whether arguments of equal types have changed places: the names are the same ones, each with its type, but
/// in another order that the types do not show.
fn is_swapped(pair: &Pair) -> bool {
    let (old, new) = (&pair.old.arguments, &pair.new.arguments);
    let same_types = old.iter().zip(new).all(|(old, new)| old.of == new.of);
    let moved = old.iter().zip(new).any(|(old, new)| old.name != new.name);
    let kept = |argument: &FunctionArgument| argument.name != "_" && new.contains(argument);
    moved && same_types && old.iter().all(kept)
}
