//! The rules for models: the named schemas of a definition.

use serde_json::Value;

use super::Edition;
use super::changes::{Changes, Impact};
use super::javascript::{Js, entries, get, is_true, lookup, only_in_first, text, truthy};
use super::sentence::{Subject, sentence};
use super::type_name::type_name;

/// Models of the service's own serialisation; they are left out when they are new or changed.
const LEFT_OUT: [&str; 2] = ["ArrayNode", "JsonNode"];

/// Compares the models of two definitions. A model without properties, in the old or in the new definition,
/// can only be removed.
pub(super) fn compare(edition: Edition, old: Js<'_>, new: Js<'_>, changes: &mut Changes) {
    let (old_models, new_models) = (get(old, "definitions"), get(new, "definitions"));
    for (name, _) in entries(old_models) {
        if truthy(lookup(new_models, &name)).is_none() {
            let key = Value::from(&*name);
            changes.add(&name, Impact::Major, sentence(Subject::Model, &name, Some(&key), None));
        }
    }
    for (name, new) in entries(new_models) {
        if LEFT_OUT.contains(&&*name) {
            continue;
        }
        let has_properties = truthy(new.get("properties")).is_some();
        match truthy(lookup(old_models, &name)) {
            None if has_properties || edition == Edition::Before2022July => {
                changes.add(&name, Impact::Minor, "Model was added");
            }
            Some(old) if has_properties => compare_models(&name, old, new, changes),
            _ => {}
        }
    }
}

fn compare_models(model: &str, old: &Value, new: &Value, changes: &mut Changes) {
    let old_properties = truthy(old.get("properties"));
    let new_properties = new.get("properties");
    if old_properties.is_none() {
        return;
    }
    for (name, _) in entries(old_properties) {
        if truthy(lookup(new_properties, &name)).is_none() {
            let key = Value::from(&*name);
            let text = sentence(Subject::Property, &name, Some(&key), None);
            changes.add(model, Impact::Major, text);
        }
    }
    for (name, property) in entries(new_properties) {
        match truthy(lookup(old_properties, &name)) {
            Some(old) => compare_properties(model, &name, old, property, changes),
            None if is_required(new, &name) => {
                let text = format!("Required property {name} was added");
                changes.add(model, Impact::Major, text);
            }
            None => {
                let text = format!("Optional property {name} was added");
                changes.add(model, Impact::Minor, text);
            }
        }
    }
}

/// Whether a model requires a property. A text in the place of the list is searched, as JavaScript does.
fn is_required(model: &Value, property: &str) -> bool {
    match model.get("required") {
        Some(Value::Array(names)) => names.iter().any(|name| name == property),
        Some(Value::String(names)) => !names.is_empty() && names.contains(property),
        _ => false,
    }
}

fn compare_properties(model: &str, name: &str, old: &Value, new: &Value, changes: &mut Changes) {
    let (old_type, new_type) = (type_name(Some(old)), type_name(Some(new)));
    if old_type != new_type {
        let key = if name.is_empty() { "undefined" } else { name };
        let (old_type, new_type) = (Value::from(old_type), Value::from(new_type));
        let text = sentence(Subject::Property, key, Some(&old_type), Some(&new_type));
        changes.add(model, Impact::Major, text);
    }
    match (is_true(old.get("readOnly")), is_true(new.get("readOnly"))) {
        (false, true) => {
            changes.add(model, Impact::Major, format!("{name} has been made readonly"));
        }
        (true, false) => {
            changes.add(model, Impact::Minor, format!("{name} is no longer readonly"));
        }
        _ => {}
    }
    compare_enums(model, name, old, new, changes);
}

fn compare_enums(model: &str, name: &str, old: &Value, new: &Value, changes: &mut Changes) {
    match (enum_values(old), enum_values(new)) {
        (None, None) => {}
        (None, Some(_)) => {
            changes.add(model, Impact::Major, "Values are now constrained by enum members");
        }
        (Some(_), None) => {
            changes.add(model, Impact::Minor, "Values are no longer constrained by enum members");
        }
        (Some(old), Some(new)) => {
            for value in only_in_first(Some(old), Some(new)) {
                let value = text(Some(value));
                let line = format!("Enum value {value} was removed from property {name}");
                changes.add(model, Impact::Major, line);
            }
            for value in only_in_first(Some(new), Some(old)) {
                let value = text(Some(value));
                let line = format!("Enum value {value} was added to property {name}");
                changes.add(model, Impact::Minor, line);
            }
        }
    }
}

/// The enum of a property, or that of its items.
fn enum_values(property: &Value) -> Js<'_> {
    truthy(property.get("enum")).or_else(|| truthy(get(property.get("items"), "enum")))
}
