//! The values that a definition lists.

use std::collections::BTreeMap;

use serde_json::Value;

use super::annotations::Annotated;
use super::compare::{At, Comparer, SAME_ELSEWHERE};
use super::findings::Finding;
use crate::api::Schema;
use crate::changes::rules::schemas as rules;
use crate::changes::{Rule, Site};

/// Where values are listed.
const KEYS: &[&str] = &["enum", "const"];

impl<'a> Comparer<'a, '_> {
    /// Compares the lists of allowed values of two values.
    pub(super) fn enumeration(&mut self, at: &At, old: &Annotated<'a>, new: &Annotated<'a>) {
        let (old_values, new_values) = (listed(old.own.enumeration), listed(new.own.enumeration));
        if old_values == new_values {
            return;
        }
        if listed(old.whole.enumeration) == listed(new.whole.enumeration) {
            self.changes.ignore_keywords(old.here, false, KEYS, SAME_ELSEWHERE);
            self.changes.ignore_keywords(new.here, true, KEYS, SAME_ELSEWHERE);
            return;
        }
        match (old.own.enumeration, new.own.enumeration) {
            (None, Some(holder)) => {
                let site = Site::stating(&holder.place("enum"), joined(new_values));
                let finding = Finding::named(&at.name).in_new(Some(site));
                self.values_finding(at, &rules::ENUM_INTRODUCED, finding, old, new);
            }
            (Some(holder), None) => {
                let site = Site::stating(&holder.place("enum"), joined(old_values));
                let finding = Finding::named(&at.name).in_old(Some(site));
                self.values_finding(at, &rules::ENUM_DROPPED, finding, old, new);
            }
            _ => self.values(at, old, new),
        }
    }

    /// Compares two lists of values, whatever their order.
    fn values(&mut self, at: &At, old: &Annotated<'a>, new: &Annotated<'a>) {
        let old_values = numbered(listed(old.own.enumeration));
        let new_values = numbered(listed(new.own.enumeration));
        let mut removed: Vec<&Value> = Vec::new();
        let mut added: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
        for (value, _) in new_values.values().filter(|(value, _)| !has(&old_values, value)) {
            added.entry(text(value).to_lowercase()).or_default().push(value);
        }
        for (value, _) in old_values.values().filter(|(value, _)| !has(&new_values, value)) {
            removed.push(value);
        }
        if removed.is_empty() && added.is_empty() {
            self.changes.ignore_keywords(old.here, false, KEYS, ORDER);
            self.changes.ignore_keywords(new.here, true, KEYS, ORDER);
            return;
        }
        let site =
            |said: &Annotated<'a>, values: &BTreeMap<String, (&Value, usize)>, value: &Value| {
                let (_, number) = values.get(&value.to_string())?;
                let list = said.own.enumeration?.place("enum");
                Some(Site::stating(&list.child(number), text(value)))
            };
        for value in removed {
            let in_other_case = added.get_mut(&text(value).to_lowercase()).and_then(Vec::pop);
            let finding = Finding::named(text(value)).in_old(site(old, &old_values, value));
            if let Some(other) = in_other_case {
                let finding = finding.in_new(site(new, &new_values, other));
                self.values_finding(at, &rules::ENUM_VALUE_CASE_CHANGED, finding, old, new);
            } else {
                self.values_finding(at, &rules::ENUM_VALUE_REMOVED, finding, old, new);
            }
        }
        for value in added.into_values().flatten() {
            let finding = Finding::named(text(value)).in_new(site(new, &new_values, value));
            self.values_finding(at, &rules::ENUM_VALUE_ADDED, finding, old, new);
        }
    }

    fn values_finding(
        &mut self,
        at: &At,
        rule: &'static Rule,
        finding: Finding,
        old: &Annotated<'a>,
        new: &Annotated<'a>,
    ) {
        let finding = finding.covering(old.here, false, KEYS).covering(new.here, true, KEYS);
        self.report(at, rule, finding);
    }
}

fn listed(holder: Option<&Schema>) -> &[Value] {
    holder.map(|holder| holder.enumeration.as_slice()).unwrap_or_default()
}

/// The values by their JSON text, with their positions.
fn numbered(values: &[Value]) -> BTreeMap<String, (&Value, usize)> {
    let values = values.iter().enumerate();
    values.map(|(number, value)| (value.to_string(), (value, number))).collect()
}

fn has(values: &BTreeMap<String, (&Value, usize)>, value: &Value) -> bool {
    values.contains_key(&value.to_string())
}

/// A value as people write it: a text without its quotes.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn joined(values: &[Value]) -> String {
    values.iter().map(text).collect::<Vec<_>>().join(", ")
}

/// Why another order of values is no difference.
const ORDER: &str = "the order of the values means nothing";
