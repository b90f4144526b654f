//! Generic parameters of types, traits and aliases, compared.

use super::bounds::Relation;
use super::normal::Names;
use super::{Comparison, arrow, rule};
use crate::public_api::generics::{Generics, Parameter, ParameterKind, Predicate, Subject};
use crate::public_api::item::{Item, Kind};
use crate::public_api::rewrite::Rewrite;

pub(super) fn is_lifetime(parameter: &Parameter) -> bool {
    parameter.is_lifetime()
}

/// Names for the parameters of an item and for what it became, by their places.
pub(super) fn names(old: &Generics, new: &Generics) -> Names {
    Names { old: by_place(old), new: by_place(new) }
}

/// `T` → `#0`, `'a` → `'#0`.
fn by_place(generics: &Generics) -> Vec<(String, String)> {
    let (mut lifetimes, mut others) = (0, 0);
    let name = |parameter: &Parameter| {
        let counted = if parameter.is_lifetime() { &mut lifetimes } else { &mut others };
        let mark = if parameter.is_lifetime() { "'#" } else { "#" };
        *counted += 1;
        (parameter.name.clone(), format!("{mark}{}", *counted - 1))
    };
    generics.parameters.iter().map(name).collect()
}

impl Comparison<'_> {
    /// Compares the parameters of a type, a trait or an alias, and what is demanded of them.
    pub fn generics(&mut self, old_item: &Item, new_item: &Item) {
        let (Some(old), Some(new)) = (old_item.generics(), new_item.generics()) else { return };
        if old == new && self.renames.is_empty() {
            return;
        }
        let names = names(old, new);
        self.lifetimes(old_item, new_item, old, new);
        let parameters = |generics: &Generics| generics.explicit().cloned().collect::<Vec<_>>();
        let (old_list, new_list) = (parameters(old), parameters(new));
        for (old, new) in old_list.iter().zip(&new_list) {
            self.parameter(old_item, new_item, (old, new), &names);
        }
        let is_trait = matches!(new_item.kind, Kind::Trait(_));
        for added in new_list.iter().skip(old_list.len()) {
            let rule = match (is_trait, added.has_default()) {
                (true, false) => &rule::TRAIT_PARAMETER_ADDED,
                (true, true) => &rule::TRAIT_PARAMETER_ADDED_WITH_DEFAULT,
                (false, false) => &rule::GENERIC_PARAMETER_ADDED,
                (false, true) => &rule::GENERIC_PARAMETER_ADDED_WITH_DEFAULT,
            };
            self.report(rule, Some(old_item), Some(new_item));
        }
        if old_list.len() > new_list.len() {
            self.report(&rule::GENERIC_PARAMETER_REMOVED, Some(old_item), Some(new_item));
        }
        // What is demanded of a parameter that is new is part of its being new.
        let count = old_list.len();
        let counts = |subject: &Subject| {
            let place = subject.as_name().and_then(|name| name.strip_prefix('#'));
            place.and_then(|place| place.parse().ok()).is_none_or(|place: usize| place < count)
        };
        let relation = self.relate_demands(&old.predicates, &new.predicates, &names, &counts);
        self.report_relation(relation, old_item, new_item);
    }

    /// Compares demands that are not in normal form yet.
    pub fn relate_demands(
        &self,
        old: &[Predicate],
        new: &[Predicate],
        names: &Names,
        counts: &dyn Fn(&Subject) -> bool,
    ) -> Relation {
        let old = normal(old, &names.old, &mut self.old_paths());
        let new = normal(new, &names.new, &mut self.new_paths());
        self.relate_predicates(&old, &new, counts)
    }

    /// Reports that more or less is demanded.
    pub fn report_relation(&mut self, relation: Relation, old: &Item, new: &Item) {
        if matches!(relation, Relation::Tighter | Relation::Other) {
            self.report(&rule::GENERIC_BOUNDS_TIGHTENED, Some(old), Some(new));
        }
        if relation == Relation::Looser {
            self.report(&rule::GENERIC_BOUNDS_LOOSENED, Some(old), Some(new));
        }
    }

    fn lifetimes(&mut self, old_item: &Item, new_item: &Item, old: &Generics, new: &Generics) {
        let count = |generics: &Generics| {
            generics.parameters.iter().filter(|parameter| parameter.is_lifetime()).count()
        };
        match count(old).cmp(&count(new)) {
            std::cmp::Ordering::Less => {
                self.report(&rule::LIFETIME_PARAMETER_ADDED, Some(old_item), Some(new_item));
            }
            std::cmp::Ordering::Greater => {
                self.report(&rule::LIFETIME_PARAMETER_REMOVED, Some(old_item), Some(new_item));
            }
            std::cmp::Ordering::Equal => {}
        }
    }

    fn parameter(
        &mut self,
        old_item: &Item,
        new_item: &Item,
        (old, new): (&Parameter, &Parameter),
        names: &Names,
    ) {
        let rule = match (&old.kind, &new.kind) {
            (ParameterKind::Type { default: old }, ParameterKind::Type { default: new }) => {
                let same = |(old, new)| self.is_same(old, new, names);
                default_rule(
                    old.is_some(),
                    new.is_some(),
                    old.as_ref().zip(new.as_ref()).is_none_or(same),
                )
            }
            (
                ParameterKind::Constant { of, default },
                ParameterKind::Constant { of: new_of, default: new_default },
            ) => {
                if self.is_same(of, new_of, names) {
                    default_rule(
                        default.is_some(),
                        new_default.is_some(),
                        default.is_none() || new_default.is_none() || default == new_default,
                    )
                } else {
                    Some(&rule::GENERIC_PARAMETER_KIND_CHANGED)
                }
            }
            _ => Some(&rule::GENERIC_PARAMETER_KIND_CHANGED),
        };
        if let Some(rule) = rule {
            let detail = Some(arrow("parameter", old, new));
            self.report_part(rule, Some(old_item), Some(new_item), detail);
        }
    }
}

fn default_rule(old: bool, new: bool, same: bool) -> Option<&'static super::Rule> {
    match (old, new) {
        (false, true) => Some(&rule::GENERIC_DEFAULT_ADDED),
        (true, false) => Some(&rule::GENERIC_DEFAULT_REMOVED),
        _ if !same => Some(&rule::GENERIC_DEFAULT_CHANGED),
        _ => None,
    }
}

/// Demands in normal form.
pub(super) fn normal(
    predicates: &[Predicate],
    names: &[(String, String)],
    paths: &mut dyn Rewrite,
) -> Vec<Predicate> {
    let mut generics = Generics { parameters: Vec::new(), predicates: predicates.to_vec() };
    let mut renaming = crate::public_api::resolve::Substitute::renaming(names.iter().cloned());
    generics.rewrite(&mut renaming);
    generics.rewrite(paths);
    generics.predicates
}
