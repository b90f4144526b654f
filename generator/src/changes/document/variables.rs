//! The variables in the address of a server.

use crate::api::{Server, ServerVariable};
use crate::changes::Context;
use crate::changes::rules::operations::document as rules;
use crate::changes::{ChangePlace, Site};
use crate::pointer::Pointer;

/// Why a variable means nothing by itself.
const VARIABLE: &str = "a variable of an address, whose values are compared";

/// Compares the variables of two addresses. A part of an address that is no variable is one with a single
/// value.
pub(super) fn compare(context: &mut Context<'_>, place: &ChangePlace, old: &Server, new: &Server) {
    let added = new.variables.keys().filter(|name| !old.variables.contains_key(*name));
    for name in old.variables.keys().chain(added) {
        // One that may be anything offers no address in particular.
        let fixed = |other: Option<&ServerVariable>| {
            let value = other.map(|variable| variable.default.clone()).unwrap_or_default();
            let is_listed = other.is_some_and(|variable| !variable.values.is_empty());
            let values = is_listed.then(|| value.clone()).into_iter().collect();
            ServerVariable { default: value, values, description: None }
        };
        let (before, after) = (old.variables.get(name), new.variables.get(name));
        if before.is_none() || after.is_none() {
            let (server, is_new) = if after.is_none() { (old, false) } else { (new, true) };
            context.findings.ignore(&at(server, name), is_new, VARIABLE);
        }
        let both = [
            (old, before.cloned().unwrap_or_else(|| fixed(after))),
            (new, after.cloned().unwrap_or_else(|| fixed(before))),
        ];
        let place = place.inside(format!("variable `{name}`"));
        variable(context, &place, name, &both);
    }
}

fn at(server: &Server, name: &str) -> Pointer {
    server.pointer.child("variables").child(name)
}

fn variable(
    context: &mut Context<'_>,
    place: &ChangePlace,
    name: &str,
    [(old, before), (new, after)]: &[(&Server, ServerVariable); 2],
) {
    if before.default != after.default {
        let site = |server: &Server, text: &str| {
            Some(Site::stating(&at(server, name).child("default"), text))
        };
        let sites = (site(old, &before.default), site(new, &after.default));
        let rule = &rules::SERVER_VARIABLE_DEFAULT_CHANGED;
        context.findings.report(rule, place, name, sites.0, sites.1);
    }
    let list = |server: &Server, values: &[String]| {
        let pointer = at(server, name).child("enum");
        (!values.is_empty()).then(|| Site::stating(&pointer, values.join(", ")))
    };
    let limited = match (before.values.is_empty(), after.values.is_empty()) {
        (true, false) => Some(&rules::SERVER_VARIABLE_LIMITED),
        (false, true) => Some(&rules::SERVER_VARIABLE_UNLIMITED),
        _ => None,
    };
    if let Some(rule) = limited {
        let sites = (list(old, &before.values), list(new, &after.values));
        context.findings.report(rule, place, name, sites.0, sites.1);
        return;
    }
    let site = |server: &Server, number: usize, value: &str| {
        Some(Site::stating(&at(server, name).child("enum").child(number), value))
    };
    for (number, value) in before.values.iter().enumerate() {
        if !after.values.contains(value) {
            let rule = &rules::SERVER_VARIABLE_VALUE_REMOVED;
            context.findings.report(rule, place, value, site(old, number, value), None);
        }
    }
    for (number, value) in after.values.iter().enumerate() {
        if !before.values.contains(value) {
            let rule = &rules::SERVER_VARIABLE_VALUE_ADDED;
            context.findings.report(rule, place, value, None, site(new, number, value));
        }
    }
}
