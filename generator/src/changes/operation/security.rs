//! What a caller must present: one of several alternatives, each a set of credentials.

use std::collections::{BTreeMap, BTreeSet};

use super::{OperationComparer, REQUEST};
use crate::api::Operation;
use crate::changes::rules::operations::security as rules;
use crate::changes::{ChangePlace, Rule, Site};
use crate::pointer::Pointer;

/// Schemes that are needed together, with the scopes of each.
type Schemes<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// One alternative and where it stands.
#[derive(Clone, Debug, PartialEq)]
struct Alternative<'a> {
    schemes: Schemes<'a>,
    pointer: Pointer,
}

impl Alternative<'_> {
    /// The schemes as people say them.
    fn text(&self) -> String {
        self.schemes.keys().copied().collect::<Vec<_>>().join(" and ")
    }

    /// Whether who presents what the other asks for has presented enough.
    fn asks_no_more_than(&self, other: &Self) -> bool {
        self.schemes.iter().all(|(name, scopes)| {
            other.schemes.get(name).is_some_and(|others| scopes.is_subset(others))
        })
    }

    fn names(&self) -> BTreeSet<&str> {
        self.schemes.keys().copied().collect()
    }
}

impl OperationComparer<'_> {
    /// Compares what a caller of an operation must present.
    pub(super) fn security(&mut self, place: &ChangePlace, old: &Operation, new: &Operation) {
        if old.security == new.security && self.schemes.is_empty() {
            return;
        }
        let place = &ChangePlace { flow: REQUEST, ..place.inside("security") };
        let renamed = self.schemes.clone();
        let mut olds = alternatives(old, |name| renamed.get(name).copied().unwrap_or(name));
        let mut news = alternatives(new, |name| name);
        let is_open = |alternatives: &[Alternative<'_>]| {
            alternatives.is_empty() || alternatives.iter().any(|a| a.schemes.is_empty())
        };
        match (is_open(&olds), is_open(&news)) {
            (true, false) => return self.gate(&rules::SECURITY_REQUIRED, place, [old, new], &news),
            (false, true) => {
                return self.gate(&rules::SECURITY_NO_LONGER_REQUIRED, place, [old, new], &olds);
            }
            _ => {}
        }
        olds.retain(|one| !one.schemes.is_empty());
        news.retain(|one| !one.schemes.is_empty());
        let all = news.clone();
        take_pairs(&mut olds, &mut news, |one, other| one.schemes == other.schemes);
        for (before, after) in
            take_pairs(&mut olds, &mut news, |one, other| one.names() == other.names())
        {
            self.scopes(place, &before, &after);
        }
        for (before, after) in
            take_pairs(&mut olds, &mut news, |one, other| one.names().is_subset(&other.names()))
        {
            let name = extra(&after, &before);
            let rule = &rules::SECURITY_SCHEME_REQUIRED_AS_WELL;
            self.alternative(rule, place, &name, Some(&before), Some(&after));
        }
        let weaker = |one: &Alternative<'_>, other: &Alternative<'_>| other.asks_no_more_than(one);
        for (before, after) in take_pairs(&mut olds, &mut news, weaker) {
            let name = extra(&before, &after);
            let rule = &rules::SECURITY_SCHEME_NO_LONGER_REQUIRED;
            self.alternative(rule, place, &name, Some(&before), Some(&after));
        }
        self.rest(place, &olds, &news, &all);
    }

    /// Reports the alternatives that have nothing to do with one another.
    fn rest(
        &mut self,
        place: &ChangePlace,
        olds: &[Alternative<'_>],
        news: &[Alternative<'_>],
        all: &[Alternative<'_>],
    ) {
        if let ([before], [after]) = (olds, news) {
            let rule = &rules::SECURITY_ALTERNATIVE_REPLACED;
            self.alternative(rule, place, &after.text(), Some(before), Some(after));
            return;
        }
        for before in olds {
            match all.iter().find(|after| after.asks_no_more_than(before)) {
                Some(after) => {
                    let name = extra(before, after);
                    let rule = &rules::SECURITY_SCHEME_NO_LONGER_REQUIRED;
                    self.alternative(rule, place, &name, Some(before), Some(after));
                }
                None => {
                    let rule = &rules::SECURITY_ALTERNATIVE_REMOVED;
                    self.alternative(rule, place, &before.text(), Some(before), None);
                }
            }
        }
        for after in news {
            let rule = &rules::SECURITY_ALTERNATIVE_ADDED;
            self.alternative(rule, place, &after.text(), None, Some(after));
        }
    }

    /// Reports that a caller must present something now, or need not any more.
    fn gate(
        &mut self,
        rule: &'static Rule,
        place: &ChangePlace,
        [old, new]: [&Operation; 2],
        alternatives: &[Alternative<'_>],
    ) {
        let named = alternatives.iter().filter(|one| !one.schemes.is_empty());
        let name = named.map(Alternative::text).collect::<Vec<_>>().join(" or ");
        let site = |operation: &Operation| {
            let says = !operation.security.is_empty();
            says.then(|| Site::new(&operation.security_pointer))
        };
        let gathered = self.gathering.report(rule, place, &name, site(old), site(new));
        gathered.also(&old.security_pointer, false).also(&new.security_pointer, true);
    }

    fn alternative(
        &mut self,
        rule: &'static Rule,
        place: &ChangePlace,
        name: &str,
        old: Option<&Alternative<'_>>,
        new: Option<&Alternative<'_>>,
    ) {
        let site = |alternative: Option<&Alternative<'_>>| {
            alternative.map(|one| Site::stating(&one.pointer, one.text()))
        };
        self.gathering.report(rule, place, name, site(old), site(new));
    }

    /// Compares the scopes that two alternatives of the same schemes ask for.
    fn scopes(&mut self, place: &ChangePlace, old: &Alternative<'_>, new: &Alternative<'_>) {
        let nothing = BTreeSet::new();
        for (scheme, after) in &new.schemes {
            let before = old.schemes.get(scheme).unwrap_or(&nothing);
            let sites = [old, new].map(|one| one.pointer.child(scheme));
            for (rule, scope) in after
                .difference(before)
                .map(|scope| (&rules::SECURITY_SCOPE_REQUIRED, *scope))
                .chain(
                    before
                        .difference(after)
                        .map(|scope| (&rules::SECURITY_SCOPE_NO_LONGER_REQUIRED, *scope)),
                )
            {
                let [old_site, new_site] = &sites;
                let place = place.inside(format!("scheme `{scheme}`"));
                let (old_site, new_site) = (Site::new(old_site), Site::new(new_site));
                self.gathering.report(rule, &place, scope, Some(old_site), Some(new_site));
            }
        }
    }
}

/// The alternatives of an operation, its schemes by the names that `now` gives.
fn alternatives<'a>(
    operation: &'a Operation,
    now: impl Fn(&'a str) -> &'a str,
) -> Vec<Alternative<'a>> {
    let numbered = operation.security.iter().enumerate();
    let alternative = |(number, schemes): (usize, &'a Vec<(String, Vec<String>)>)| Alternative {
        schemes: schemes
            .iter()
            .map(|(name, scopes)| (now(name), scopes.iter().map(String::as_str).collect()))
            .collect(),
        pointer: operation.security_pointer.child(number),
    };
    numbered.map(alternative).collect()
}

/// Takes out pairs that have something in common.
fn take_pairs<'a>(
    olds: &mut Vec<Alternative<'a>>,
    news: &mut Vec<Alternative<'a>>,
    fits: impl Fn(&Alternative<'a>, &Alternative<'a>) -> bool,
) -> Vec<(Alternative<'a>, Alternative<'a>)> {
    let mut pairs = Vec::new();
    olds.retain(|old| {
        let found = news.iter().position(|new| fits(old, new));
        pairs.extend(found.map(|number| (old.clone(), news.remove(number))));
        found.is_none()
    });
    pairs
}

/// The schemes that one alternative has and the other has not; all, when they differ in scopes only.
fn extra(one: &Alternative<'_>, other: &Alternative<'_>) -> String {
    let extra: Vec<&str> =
        one.schemes.keys().filter(|name| !other.schemes.contains_key(*name)).copied().collect();
    if extra.is_empty() { one.text() } else { extra.join(" and ") }
}
