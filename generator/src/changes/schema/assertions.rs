//! What is demanded of two values beside their shapes and limits, of which no code is generated: the server holds
//! values to it all the same.

use std::cmp::Ordering;

use serde_json::Value;

use super::annotations::Annotated;
use super::compare::{At, Comparer, SAME_ELSEWHERE};
use super::findings::Finding;
use super::sides::SchemaSide;
use crate::api::{AdditionalProperties, Assertion, NOTHING, Schema, Shape};
use crate::assertion::implies;
use crate::changes::rules::schemas as rules;
use crate::changes::{Rule, Site};

impl<'a> Comparer<'a, '_> {
    /// Compares what is demanded of two values. `by_name`: both refer to schemas, which are compared themselves.
    pub(super) fn assertions(
        &mut self,
        at: &At,
        by_name: bool,
        old: &Annotated<'a>,
        new: &Annotated<'a>,
    ) {
        let own = |side: &SchemaSide<'a>, said: &Annotated<'a>| {
            if by_name { said.here.assertions.iter().collect() } else { side.assertions(said.here) }
        };
        let (old_own, new_own) = (own(&self.sides.old, old), own(&self.sides.new, new));
        if old_own.is_empty() && new_own.is_empty() {
            return;
        }
        let whole = (self.sides.old.assertions(old.here), self.sides.new.assertions(new.here));
        for (was, is) in pairs(old_own, new_own) {
            // What the other one demands elsewhere, in what it refers to, is no news.
            let said = |one: Option<&'a Assertion>, others: &[&'a Assertion]| {
                one.is_none_or(|one| others.iter().any(|other| one.demands_the_same(other)))
            };
            if said(was, &whole.1) && said(is, &whole.0) {
                self.no_news(was, is);
            } else {
                self.assertion(at, (old.here, new.here), was, is);
            }
        }
    }

    fn assertion(
        &mut self,
        at: &At,
        (old, new): (&'a Schema, &'a Schema),
        was: Option<&'a Assertion>,
        is: Option<&'a Assertion>,
    ) {
        let Some(one) = was.or(is) else { return };
        if one.keyword == "properties" && !self.may_hold(old, new, one, is.is_some()) {
            return;
        }
        let rule = match (was, is) {
            (None, _) if one.keyword == NOTHING => &rules::VALUE_FORBIDDEN,
            (_, None) if one.keyword == NOTHING => &rules::VALUE_PERMITTED,
            (was, is) => match strictness(was, is) {
                Some(Ordering::Greater) => &rules::ASSERTION_TIGHTENED,
                Some(Ordering::Less) => &rules::ASSERTION_LOOSENED,
                Some(Ordering::Equal) => return self.no_news(was, is),
                None => &rules::ASSERTION_CHANGED,
            },
        };
        self.report_assertion(at, rule, was, is);
    }

    fn report_assertion(
        &mut self,
        at: &At,
        rule: &'static Rule,
        was: Option<&'a Assertion>,
        is: Option<&'a Assertion>,
    ) {
        let Some(one) = was.or(is) else { return };
        let site = |assertion: Option<&Assertion>| {
            assertion.map(|assertion| Site::stating(&assertion.pointer, phrase(assertion)))
        };
        let mut finding = Finding::named(&one.keyword).in_old(site(was)).in_new(site(is));
        for (assertion, is_new) in [(was, false), (is, true)] {
            for place in assertion.into_iter().flat_map(Assertion::places) {
                finding = finding.covering_all_of(&place, is_new);
            }
        }
        self.report(at, rule, finding);
    }

    /// Whether an object may hold a member that it must not hold on the other side. Where that has the property,
    /// it was removed or added, which is said; where it knows of no others, programs have no way to send one.
    fn may_hold(
        &mut self,
        old: &'a Schema,
        new: &'a Schema,
        forbidden: &Assertion,
        is_new: bool,
    ) -> bool {
        let other = if is_new { self.sides.old.target(old) } else { self.sides.new.target(new) };
        let Shape::Object { properties, additional } = &other.shape else { return true };
        if forbidden.key.as_ref().is_some_and(|key| properties.contains_key(key)) {
            return false;
        }
        let others =
            matches!(additional, AdditionalProperties::Any | AdditionalProperties::Typed(_));
        if !others {
            self.changes.ignore(&forbidden.pointer, is_new, NEVER_SENT);
        }
        others
    }

    fn no_news(&mut self, was: Option<&'a Assertion>, is: Option<&'a Assertion>) {
        for (assertion, is_new) in [(was, false), (is, true)] {
            for place in assertion.into_iter().flat_map(Assertion::places) {
                self.changes.ignore(&place, is_new, SAME_ELSEWHERE);
            }
        }
    }
}

/// Which assertions belong together: equal ones first, then those of one keyword in their order.
fn pairs<'a>(
    old: Vec<&'a Assertion>,
    new: Vec<&'a Assertion>,
) -> Vec<(Option<&'a Assertion>, Option<&'a Assertion>)> {
    let mut added = new;
    let mut open = Vec::new();
    for was in old {
        match added.iter().position(|is| was.demands_the_same(is)) {
            Some(same) => drop(added.remove(same)),
            None => open.push(was),
        }
    }
    let mut found = Vec::new();
    for was in open {
        let alike = added.iter().position(|is| was.keyword == is.keyword && was.key == is.key);
        found.push((Some(was), alike.map(|number| added.remove(number))));
    }
    found.extend(added.into_iter().map(|is| (None, Some(is))));
    found
}

/// Whether the new assertion demands more than the old one, or less; `None` where that cannot be told.
fn strictness(was: Option<&Assertion>, is: Option<&Assertion>) -> Option<Ordering> {
    let (Some(was), Some(is)) = (was, is) else { return Some(is.is_some().cmp(&was.is_some())) };
    let (less, more) = (
        implies(&was.keyword, &was.value, &is.value),
        implies(&was.keyword, &is.value, &was.value),
    );
    match (less, more) {
        (false, false) => None,
        (less, more) => Some(more.cmp(&less)),
    }
}

/// An assertion in a sentence.
fn phrase(assertion: &Assertion) -> String {
    let Assertion { keyword, key, value, .. } = assertion;
    let of = key.as_ref().map(|key| format!(" of `{key}`")).unwrap_or_default();
    match value {
        Value::Null => format!("`{keyword}`{of}"),
        Value::Object(members) if key.is_none() && members.contains_key(keyword) => {
            let together = members.iter().map(|(keyword, value)| format!("`{keyword}`: {value}"));
            together.collect::<Vec<_>>().join(", ")
        }
        value => format!("`{keyword}`{of}: {value}"),
    }
}

/// Why a member that is forbidden now is no difference.
const NEVER_SENT: &str = "no program can send what is not allowed";
