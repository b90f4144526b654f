//! Which parameter of an operation is which: by place and name, then by the name alone, then by what else
//! they have in common.

use std::collections::BTreeMap;

use super::pairing::OperationPair;
use super::{OneSided, OperationComparer, REQUEST, shape};
use crate::api::{Location, Operation, Parameter};
use crate::changes::rules::operations::parameter as rules;
use crate::changes::{ChangePlace, Site};
use crate::names::words;
use crate::nearest::edits;

/// Why a parameter without a placeholder means nothing.
const UNPLACED: &str = "the path has no placeholder for the parameter, so it cannot be sent";

/// Why a parameter with an impossible name means nothing.
const UNSENDABLE: &str =
    "no client can set a header or a cookie of that name, so it cannot be sent";

/// How many parameters that look the same are compared by name.
const MAX_CANDIDATES: usize = 10_000;

/// The parameters of an operation that are not paired yet.
struct Rest<'a> {
    olds: Vec<&'a Parameter>,
    news: Vec<&'a Parameter>,
}

impl<'a> Rest<'a> {
    /// Takes out what has the same key and fits, where only one on each side has the key.
    fn join<K: Ord>(
        &mut self,
        key: impl Fn(&Parameter) -> K,
        fits: impl Fn(&Parameter, &Parameter) -> bool,
    ) -> Vec<(&'a Parameter, &'a Parameter)> {
        let mut by_key: BTreeMap<K, [Vec<&'a Parameter>; 2]> = BTreeMap::new();
        for (side, parameters) in [&self.olds, &self.news].into_iter().enumerate() {
            for parameter in parameters {
                if let Some(list) = by_key.entry(key(parameter)).or_default().get_mut(side) {
                    list.push(parameter);
                }
            }
        }
        let pairs = by_key.into_values().filter_map(|[olds, news]| match (&*olds, &*news) {
            ([old], [new]) => Some((*old, *new)),
            _ => None,
        });
        let pairs: Vec<_> = pairs.filter(|(old, new)| fits(old, new)).collect();
        self.take(&pairs);
        pairs
    }

    /// Takes out those that look the same and have the most similar names.
    fn join_similar(
        &mut self,
        key: impl Fn(&Parameter) -> (Location, bool, String),
    ) -> Vec<(&'a Parameter, &'a Parameter)> {
        if self.olds.len().saturating_mul(self.news.len()) > MAX_CANDIDATES {
            return Vec::new();
        }
        let mut candidates = Vec::new();
        for (first, old) in self.olds.iter().enumerate() {
            let old_key = key(old);
            let limit = old.name.chars().count() / 2;
            for (second, new) in self.news.iter().enumerate() {
                if let Some(distance) = edits(&old.name, &new.name, limit)
                    && key(new) == old_key
                {
                    candidates.push((distance, first, second, *old, *new));
                }
            }
        }
        candidates.sort_by_key(|(distance, first, second, ..)| (*distance, *first, *second));
        let mut pairs: Vec<(&Parameter, &Parameter)> = Vec::new();
        for (.., old, new) in candidates {
            if pairs
                .iter()
                .all(|(one, other)| !std::ptr::eq(*one, old) && !std::ptr::eq(*other, new))
            {
                pairs.push((old, new));
            }
        }
        self.take(&pairs);
        pairs
    }

    fn take(&mut self, pairs: &[(&'a Parameter, &'a Parameter)]) {
        self.olds.retain(|left| pairs.iter().all(|(old, _)| !std::ptr::eq(*old, *left)));
        self.news.retain(|left| pairs.iter().all(|(_, new)| !std::ptr::eq(*new, *left)));
    }
}

impl<'a> OperationComparer<'a> {
    /// Compares the parameters of an operation.
    pub(super) fn parameters(&mut self, place: &ChangePlace, pair: &OperationPair<'a>) {
        let (old, new) = (pair.old, pair.new);
        let place = &ChangePlace { flow: REQUEST, ..place.clone() };
        for (before, after) in self.placeholders(place, pair, [&old.path, &new.path]) {
            if let (Some(before), Some(after)) = (placed(old, before), placed(new, after)) {
                self.parameter(place, before, after);
            }
        }
        let others = |operation: &'a Operation| -> Vec<&'a Parameter> {
            // Those of the path stand and fall with it.
            operation.parameters.iter().filter(|p| p.location != Location::Path).collect()
        };
        let mut rest = Rest { olds: others(old), news: others(new) };
        for (before, after) in rest.join(identity, |_, _| true) {
            self.parameter(place, before, after);
        }
        for (before, after) in rest.join(|parameter| parameter.name.clone(), |_, _| true) {
            self.relocated(place, before, after);
        }
        let look = |p: &Parameter| (p.location, p.required, shape::of_schema(&p.schema));
        let mut renamed = rest.join(look, may_be_renamed);
        renamed.extend(rest.join_similar(look));
        for (before, after) in renamed {
            self.renamed(place, before, after);
        }
        self.unsent(old, new);
        for parameter in rest.olds {
            self.parameter_alone(place, old, parameter, false);
        }
        for parameter in rest.news {
            self.parameter_alone(place, new, parameter, true);
        }
    }

    /// Notes that parameters that cannot be sent mean nothing.
    fn unsent(&mut self, old: &Operation, new: &Operation) {
        let both = [(old, new, false), (new, old, true)];
        for (one, other, is_new) in both {
            for parameter in one.unsent.iter().filter(|own| !other.unsent.contains(own)) {
                let why = match parameter.location {
                    Location::Path => UNPLACED,
                    Location::Query | Location::Header | Location::Cookie => UNSENDABLE,
                };
                self.gathering.ignore(&parameter.pointer, is_new, why);
            }
        }
    }

    /// Reports a parameter that only one of the two has.
    fn parameter_alone(
        &mut self,
        place: &ChangePlace,
        operation: &Operation,
        parameter: &Parameter,
        is_new: bool,
    ) {
        let rule = match (is_new, parameter.required) {
            (true, true) => &rules::PARAMETER_ADDED_REQUIRED,
            (true, false) => &rules::PARAMETER_ADDED_OPTIONAL,
            (false, true) => &rules::PARAMETER_REMOVED_REQUIRED,
            (false, false) => &rules::PARAMETER_REMOVED_OPTIONAL,
        };
        let place = place.inside(step(parameter));
        let part = OneSided { operation, pointer: &parameter.pointer, listed: None, is_new };
        self.one_sided(rule, &place, &parameter.name, part);
    }

    fn relocated(&mut self, place: &ChangePlace, old: &'a Parameter, new: &'a Parameter) {
        let site = |parameter: &Parameter| {
            let word = location(parameter.location);
            Some(Site::stating(&parameter.pointer.child("in"), word))
        };
        let inner = place.inside(step(new));
        let rule = &rules::PARAMETER_LOCATION_CHANGED;
        let gathered = self.gathering.report(rule, &inner, &new.name, site(old), site(new));
        gathered.also(&old.pointer, false).also(&new.pointer, true);
        self.parameter(place, old, new);
    }

    fn renamed(&mut self, place: &ChangePlace, old: &'a Parameter, new: &'a Parameter) {
        let site = |parameter: &Parameter| {
            Some(Site::stating(&parameter.pointer.child("name"), parameter.name.as_str()))
        };
        let inner = place.inside(step(new));
        let rule = &rules::PARAMETER_RENAMED;
        let gathered = self.gathering.report(rule, &inner, &new.name, site(old), site(new));
        gathered.also(&old.pointer, false).also(&new.pointer, true);
        self.parameter(place, old, new);
    }
}

/// Whether two parameters that look the same may be one under two names: not if both are described, in
/// other words, and their names have no word in common.
fn may_be_renamed(old: &Parameter, new: &Parameter) -> bool {
    let described = old.description.is_some() && new.description.is_some();
    let same_words = old.description == new.description;
    let (olds, news) = (words(&old.name), words(&new.name));
    !described || same_words || olds.iter().any(|word| news.contains(word))
}

/// The parameter that fills a placeholder.
fn placed<'a>(operation: &'a Operation, name: &str) -> Option<&'a Parameter> {
    let mut parameters = operation.parameters.iter();
    parameters.find(|parameter| parameter.location == Location::Path && parameter.name == name)
}

/// What a parameter is to the server, which takes headers for the same in any case.
fn identity(parameter: &Parameter) -> (Location, String) {
    let name = match parameter.location {
        Location::Header => parameter.name.to_ascii_lowercase(),
        _ => parameter.name.clone(),
    };
    (parameter.location, name)
}

/// A parameter, as people say it.
pub(super) fn step(parameter: &Parameter) -> String {
    format!("{} parameter `{}`", location(parameter.location), parameter.name)
}

/// Where a parameter travels, as the definition says it.
fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}
