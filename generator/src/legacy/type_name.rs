//! The short name of a type, by which the official differ tells whether a type has changed.

use serde_json::Value;

use super::javascript::{Js, get, text, truthy};

/// What a type is called that has no name.
const UNNAMED: &str = "_undefined_";

/// Names a type: `Pet`, `Pet[]`, `string[]`, `Map<object, Pet>`, `integer`, or `_undefined_`.
///
/// JavaScript would stop at a `$ref` or a `type` that is not a text; here it counts as absent.
pub(super) fn type_name(schema: Js<'_>) -> String {
    if let Some(name) = reference(schema) {
        return name;
    }
    let Some(Value::String(kind)) = truthy(get(schema, "type")) else {
        return UNNAMED.to_owned();
    };
    match kind.to_lowercase().as_str() {
        "array" => list_name(schema).unwrap_or_else(|| kind.clone()),
        "object" => match truthy(get(schema, "additionalProperties")) {
            Some(values) => format!("Map<{kind}, {}>", type_name(Some(values))),
            None => kind.clone(),
        },
        _ => kind.clone(),
    }
}

fn list_name(schema: Js<'_>) -> Option<String> {
    let items = get(schema, "items");
    let item = reference(items);
    let item = item.or_else(|| truthy(get(items, "type")).map(|kind| text(Some(kind))))?;
    Some(format!("{item}[]"))
}

/// What a `$ref` leads to, without the way there.
fn reference(schema: Js<'_>) -> Option<String> {
    match truthy(get(schema, "$ref")) {
        Some(Value::String(reference)) => Some(reference.replacen("#/definitions/", "", 1)),
        _ => None,
    }
}
