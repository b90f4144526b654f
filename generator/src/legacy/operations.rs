//! The rules for paths and operations.

use indexmap::IndexMap;
use serde_json::Value;

use super::changes::{Changes, Impact};
use super::javascript::{
    Js, entries, get, in_key_order, inherited, is_true, lookup, only_in_first, strictly_equal,
    text, truthy,
};
use super::sentence::{Subject, difference, member_sentence, sentence};
use super::type_name::type_name;

/// The extension that holds the name of an operation's method in the official SDKs.
const METHOD_NAME: &str = "x-purecloud-method-name";

/// Compares the paths of two definitions.
pub(super) fn compare(old: Js<'_>, new: Js<'_>, changes: &mut Changes) {
    let (old_paths, new_paths) = (get(old, "paths"), get(new, "paths"));
    for (path, _) in entries(old_paths) {
        if truthy(lookup(new_paths, &path)).is_none() {
            let name = Value::from(&*path);
            changes.add(&path, Impact::Major, sentence(Subject::Path, &path, Some(&name), None));
        }
    }
    for (path, new_item) in entries(new_paths) {
        match truthy(lookup(old_paths, &path)) {
            None => add_path(&path, new_item, changes),
            Some(old_item) => compare_items(&path, Some(old_item), Some(new_item), changes),
        }
    }
}

/// An added path, and every member of it, as if each were an operation.
fn add_path(path: &str, item: &Value, changes: &mut Changes) {
    changes.add(path, Impact::Minor, "Path was added");
    let name = Value::from(path);
    for (method, _) in entries(Some(item)) {
        let method = method.to_uppercase();
        let text = sentence(Subject::Operation, &method, None, Some(&name));
        changes.add(path, Impact::Minor, text);
    }
}

/// Every member of a path item is taken for an operation, `parameters` and extensions too.
fn compare_items(path: &str, old_item: Js<'_>, new_item: Js<'_>, changes: &mut Changes) {
    for (method, _) in entries(old_item) {
        if truthy(lookup(new_item, &method)).is_none() {
            let key = Value::from(&*method);
            let text = sentence(Subject::Operation, &method.to_uppercase(), Some(&key), None);
            changes.add(path, Impact::Major, text);
        }
    }
    for (method, new) in entries(new_item) {
        let Some(new) = truthy(Some(new)) else { continue };
        match truthy(lookup(old_item, &method)) {
            None => changes.add(path, Impact::Minor, added_operation(&method, new)),
            Some(old) => {
                let group = format!("{} {path}", method.to_uppercase());
                compare_operations(&group, Some(old), Some(new), changes);
            }
        }
    }
}

fn added_operation(method: &str, operation: &Value) -> String {
    match truthy(operation.get("summary")) {
        Some(summary) => format!("Operation {method} was added. Summary: {}", text(Some(summary))),
        None => {
            let key = Value::from(method);
            sentence(Subject::Operation, &method.to_uppercase(), None, Some(&key))
        }
    }
}

fn compare_operations(group: &str, old: Js<'_>, new: Js<'_>, changes: &mut Changes) {
    for member in ["operationId", METHOD_NAME] {
        if let Some(values) = difference(member, old, new) {
            let text = member_sentence(Subject::Operation, None, member, values);
            changes.add(group, Impact::Major, text);
        }
    }
    for (member, text) in
        [("description", "Description was changed"), ("summary", "Summary was changed")]
    {
        if difference(member, old, new).is_some() {
            changes.add(group, Impact::Point, text);
        }
    }
    match (is_true(get(old, "deprecated")), is_true(get(new, "deprecated"))) {
        (false, true) => changes.add(group, Impact::Major, "Has been deprecated"),
        (true, false) => changes.add(group, Impact::Major, "Has been undeprecated"),
        _ => {}
    }
    compare_parameters(group, old, new, changes);
    compare_responses(group, old, new, changes);
    compare_tags(group, old, new, changes);
}

/// The parameters of an operation by name. Of several with one name the last counts, at the place of the
/// first; all references count as one parameter, called `undefined`.
struct Parameters<'a>(IndexMap<String, &'a Value>);

impl<'a> Parameters<'a> {
    fn of(operation: Js<'a>) -> Self {
        let parameters = entries(get(operation, "parameters")).into_iter();
        // JavaScript would stop at a null in the list; here it is left out.
        let parameters = parameters.map(|(_, value)| value).filter(|value| !value.is_null());
        let by_name: IndexMap<String, &Value> =
            parameters.map(|value| (text(value.get("name")), value)).collect();
        Self(in_key_order(by_name.into_iter()).into_iter().collect())
    }

    /// The parameter of this name, if JavaScript takes it for true.
    fn find(&self, name: Js<'_>) -> Js<'a> {
        let name = text(name);
        truthy(self.0.get(&name).copied().or_else(|| inherited(&name)))
    }
}

fn compare_parameters(group: &str, old: Js<'_>, new: Js<'_>, changes: &mut Changes) {
    let (old, new) = (Parameters::of(old), Parameters::of(new));
    for parameter in old.0.values() {
        let name = parameter.get("name");
        if new.find(name).is_none() {
            let text = sentence(Subject::Parameter, &text(name), name, None);
            changes.add(group, Impact::Major, text);
        }
    }
    for parameter in new.0.values() {
        let name = parameter.get("name");
        match old.find(name) {
            None => {
                let text = sentence(Subject::Parameter, &text(name), None, name);
                changes.add(group, Impact::Major, text);
            }
            Some(old) => compare_parameter(group, old, parameter, changes),
        }
    }
}

fn compare_parameter(group: &str, old: &Value, new: &Value, changes: &mut Changes) {
    let name = new.get("name");
    for member in ["in", "type"] {
        if let Some(values) = difference(member, Some(old), Some(new)) {
            let text = member_sentence(Subject::Parameter, name, member, values);
            changes.add(group, Impact::Major, text);
        }
    }
    let name = text(name);
    if difference("description", Some(old), Some(new)).is_some() {
        let text = format!("Description was changed for parameter {name}");
        changes.add(group, Impact::Point, text);
    }
    if !strictly_equal(old.get("required"), new.get("required")) {
        let (impact, kind) = if is_true(new.get("required")) {
            (Impact::Major, "required")
        } else {
            (Impact::Minor, "optional")
        };
        changes.add(group, impact, format!("Parameter {name} was made {kind}"));
    }
}

fn compare_responses(group: &str, old: Js<'_>, new: Js<'_>, changes: &mut Changes) {
    let (old, new) = (get(old, "responses"), get(new, "responses"));
    for (code, _) in entries(old) {
        if truthy(lookup(new, &code)).is_none() {
            let key = Value::from(&*code);
            let text = sentence(Subject::Response, &code, Some(&key), None);
            changes.add(group, Impact::Major, text);
        }
    }
    for (code, new) in entries(new) {
        let key = Value::from(&*code);
        match truthy(lookup(old, &code)) {
            None => {
                let text = sentence(Subject::Response, &code, None, Some(&key));
                changes.add(group, Impact::Minor, text);
            }
            Some(old) => compare_response(group, &key, old, new, changes),
        }
    }
}

fn compare_response(group: &str, code: &Value, old: &Value, new: &Value, changes: &mut Changes) {
    if let Some(values) = difference("description", Some(old), Some(new)) {
        let text = member_sentence(Subject::Response, Some(code), "description", values);
        changes.add(group, Impact::Point, text);
    }
    let (old, new) = (old.get("schema"), new.get("schema"));
    if difference("$ref", old, new).is_some() {
        let (from, to) = (type_name(old), type_name(new));
        let code = text(Some(code));
        let text = format!("Response {code} type was changed from {from} to {to}");
        changes.add(group, Impact::Major, text);
    }
}

fn compare_tags(group: &str, old: Js<'_>, new: Js<'_>, changes: &mut Changes) {
    let (old, new) = (get(old, "tags"), get(new, "tags"));
    for tag in only_in_first(old, new) {
        let text = sentence(Subject::Tag, &text(Some(tag)), Some(tag), None);
        changes.add(group, Impact::Major, text);
    }
    for tag in only_in_first(new, old) {
        let text = sentence(Subject::Tag, &text(Some(tag)), None, Some(tag));
        changes.add(group, Impact::Major, text);
    }
}
