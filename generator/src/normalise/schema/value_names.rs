//! What a definition calls the values of an `enum`: by the extensions of several tools, and none of the standard's.

use openapiv3::AnySchema;
use serde_json::{Map, Value};

use super::types::converted;
use crate::normalise::part::{Part, as_text};

/// Lists of names in the order of `enum`.
const LISTS: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// The names of the values, by their JSON text. A list of another length than `enum` names nothing: which of its
/// names belong to which values cannot be known.
pub(super) fn value_names(part: Part<'_>, any: &AnySchema) -> Map<String, Value> {
    let Some(values) = part.get("enum").and_then(Value::as_array) else { return Map::new() };
    let lists = LISTS.iter().filter_map(|key| part.get(key)?.as_array());
    let mut named: Vec<(&Value, String)> = Vec::new();
    if let Some(names) = lists.into_iter().find(|names| names.len() == values.len()) {
        let pairs = values.iter().zip(names);
        named.extend(pairs.filter_map(|(value, name)| Some((value, as_text(name)?))));
    }
    let listed = part.get("x-ms-enum").and_then(|of| of.get("values")?.as_array());
    for entry in listed.into_iter().flatten() {
        if let (Some(value), Some(name)) = (entry.get("value"), entry.get("name").and_then(as_text))
        {
            named.push((value, name));
        }
    }
    let mut found = Map::new();
    for (value, name) in named {
        let value = converted(value, any.typ.as_deref());
        if let Some(value) = value.filter(|value| any.enumeration.contains(value)) {
            found.entry(value.to_string()).or_insert(Value::from(name));
        }
    }
    found
}
