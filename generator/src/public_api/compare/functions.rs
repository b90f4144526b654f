//! Functions and methods compared: qualifiers, `self`, arguments, results, generic parameters.
//!
//! A function may become more general. To see that, the parameters that are new are variables, and an
//! argument fits when there is a value for them that makes it the old one.

use std::collections::BTreeMap;

use super::bounds::Relation;
use super::lifetimes::name_lifetimes;
use super::normal::Names;
use super::{Comparison, Rule, arrow, rule};
use crate::public_api::generics::{Parameter, Subject};
use crate::public_api::item::{Function, FunctionArgument, Inherent, Item, Owner, Receiver};
use crate::public_api::resolve::Substitute;
use crate::public_api::rewrite::Rewrite;
use crate::public_api::types::{Argument, Arguments, Bound, Segment, Type, TypePath};

/// How an argument relates to the one it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
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

    fn rule(self) -> Option<&'static Rule> {
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

/// Both sides of a function in normal form, and the parameters that only one of them has.
struct Pair {
    old: Function,
    new: Function,
    /// The names of the parameters that are new, and what stands for them so far.
    added: BTreeMap<String, Option<Type>>,
    /// The names of the parameters that are gone.
    removed: Vec<String>,
    /// How many parameters callers could state before.
    stated: usize,
}

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

    fn fit(&self, old: &Type, new: &Type, pair: &mut Pair) -> Fit {
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

    fn output(&mut self, (old, new): (&Item, &Item), pair: &Pair) {
        let (before, mut after) = results(pair);
        let was_async = (pair.old.is_async, pair.new.is_async);
        let both_hidden = matches!((&before, &after), (Type::Impl(_), Type::Impl(_)));
        if was_async.0 != was_async.1 && !both_hidden {
            let rule = if was_async.0 {
                &rule::FUNCTION_ASYNC_REMOVED
            } else {
                &rule::FUNCTION_ASYNC_ADDED
            };
            self.report(rule, Some(old), Some(new));
            return;
        }
        // What is new may have become what it was before.
        let known = pair.added.iter().filter_map(|(name, of)| Some((name.as_str(), of.as_ref()?)));
        after.rewrite(&mut Known(known.collect()));
        for rule in self.output_rules(&before, &after) {
            let detail = Some(readable(arrow("result", &before, &after)));
            self.report_part(rule, Some(old), Some(new), detail);
        }
    }

    fn output_rules(&self, old: &Type, new: &Type) -> Vec<&'static Rule> {
        if self.are_equal(old, new) {
            return Vec::new();
        }
        match (old, new) {
            (Type::Impl(old), Type::Impl(new)) => self.hidden_rules(old, new),
            (Type::Impl(old), new) if self.implements(new, old) => {
                vec![&rule::RETURN_TYPE_REVEALED]
            }
            (Type::Path(one), Type::Path(two)) if one.names() == two.names() => {
                let (one, two) = (one.angle(), two.angle());
                let mut rules = Vec::new();
                for pair in one.iter().zip(two) {
                    match pair {
                        (Argument::Type(old), Argument::Type(new)) => {
                            rules.extend(self.output_rules(old, new));
                        }
                        (old, new) if old == new => {}
                        _ => rules.push(&rule::RETURN_TYPE_CHANGED),
                    }
                }
                if rules.is_empty() || one.len() != two.len() {
                    rules.push(&rule::RETURN_TYPE_CHANGED);
                }
                if rules.contains(&&rule::RETURN_TYPE_CHANGED) {
                    rules = vec![&rule::RETURN_TYPE_CHANGED];
                }
                rules
            }
            _ => vec![&rule::RETURN_TYPE_CHANGED],
        }
    }

    /// Compares results of which only some traits are known.
    fn hidden_rules(&self, old: &[Bound], new: &[Bound]) -> Vec<&'static Rule> {
        let mut rules = Vec::new();
        match self.relate(old, new) {
            Relation::Same => {}
            Relation::Tighter => rules.push(&rule::RETURN_BOUNDS_ADDED),
            Relation::Looser | Relation::Other => rules.push(&rule::RETURN_BOUNDS_REMOVED),
        }
        // Without `use<…>` everything is captured.
        let captures = |bounds: &[Bound]| {
            bounds.iter().find_map(|bound| match bound {
                Bound::Captures(names) => Some(names.clone()),
                _ => None,
            })
        };
        let is_within = |some: &Option<Vec<String>>, all: &Option<Vec<String>>| match (some, all) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(some), Some(all)) => some.iter().all(|name| all.contains(name)),
        };
        let (was, is) = (captures(old), captures(new));
        if !is_within(&is, &was) {
            rules.push(&rule::RETURN_CAPTURES_MORE);
        } else if !is_within(&was, &is) {
            rules.push(&rule::RETURN_CAPTURES_LESS);
        }
        if rules.is_empty() {
            // The bounds differ in something that is not understood.
            rules.push(&rule::RETURN_TYPE_CHANGED);
        }
        rules
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

fn may_be_unsized(bounds: &[Bound]) -> bool {
    bounds.iter().any(|bound| matches!(bound, Bound::Trait(bound) if bound.maybe))
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

/// What the two sides return. When just one is `async`, `async fn f() -> T` is taken for what it is:
/// `fn f() -> impl Future<Output = T>`.
fn results(pair: &Pair) -> (Type, Type) {
    let result = |function: &Function, other: &Function| {
        let output = function.output.clone();
        if function.is_async && !other.is_async { future_of(output) } else { output }
    };
    (result(&pair.old, &pair.new), result(&pair.new, &pair.old))
}

/// `impl Future<Output = T>`.
fn future_of(output: Type) -> Type {
    let name = Segment { name: "Output".to_owned(), arguments: Arguments::None };
    let mut path = TypePath::named("Future");
    if let Some(last) = path.segments.last_mut() {
        last.arguments = Arguments::Angle(vec![Argument::Equal(name, output)]);
    }
    Type::Impl(vec![Bound::of(path)])
}

/// Puts what was found for new parameters in their places.
struct Known<'k>(BTreeMap<&'k str, &'k Type>);

impl Rewrite for Known<'_> {
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
        let name = Type::Path(path.clone());
        self.0.get(name.as_name()?).map(|of| (*of).clone())
    }

    fn trait_path(&mut self, _path: &mut TypePath) {}
}

/// A text without the marks of the normal form.
fn readable(text: String) -> String {
    if !text.contains(['#', '@']) && !text.contains("crate::") {
        return text;
    }
    text.replace("crate::", "")
        .replace("'@", "'")
        .replace("'#", "'")
        .replace("#added", "T")
        .replace("#removed", "T")
        .replace("#f", "T")
        .replace('#', "T")
}
