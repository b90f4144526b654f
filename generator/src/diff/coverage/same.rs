//! When two texts of a definition say the same, and when one says nothing.

use std::collections::BTreeSet;

use serde_json::Value;

use super::facets::word;
use super::grammar::NodeKind;
use super::located::Located;

/// Whether a value says no more than its absence.
pub(super) fn says_nothing(kind: NodeKind, value: &Value) -> bool {
    match (kind, value) {
        (NodeKind::Flag, _) => !truth(value),
        (NodeKind::Text | NodeKind::Words, Value::String(text)) => text.trim().is_empty(),
        (
            NodeKind::Texts | NodeKind::Variants | NodeKind::Servers | NodeKind::Tags,
            Value::Array(items),
        ) => items.is_empty(),
        (NodeKind::Items, _) => is_free_form(value),
        (
            NodeKind::Map(_)
            | NodeKind::Shared(_)
            | NodeKind::Paths
            | NodeKind::Headers
            | NodeKind::Components,
            Value::Object(members),
        ) => members.is_empty(),
        _ => false,
    }
}

/// Whether a flag is set.
pub(super) fn truth(value: &Value) -> bool {
    word(value).trim().eq_ignore_ascii_case("true")
}

/// Whether any value fits a schema because nothing is said about it.
pub(super) fn is_free_form(schema: &Value) -> bool {
    match schema {
        Value::Bool(flag) => *flag,
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Whether two scalars are the same one, of which one may be written as a text.
pub(super) fn same_scalar(old: &Value, new: &Value) -> bool {
    let scalar = |value: &Value| !value.is_object() && !value.is_array();
    if !scalar(old) || !scalar(new) {
        return false;
    }
    let (old, new) = (word(old), word(new));
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    old == new || number(&old).is_some_and(|old| number(&new) == Some(old))
}

/// What a parameter says by a key that it has not.
pub(super) fn implied(parameter: &Located<'_>, key: &str) -> Option<&'static str> {
    let location = parameter.text("in").unwrap_or("query");
    let form = matches!(location, "query" | "cookie");
    match key {
        "required" => Some(if location == "path" { "true" } else { "false" }),
        "style" => Some(if form { "form" } else { "simple" }),
        "explode" => {
            let style = parameter.text("style").unwrap_or(if form { "form" } else { "simple" });
            Some(if style == "form" { "true" } else { "false" })
        }
        "collectionFormat" => Some("csv"),
        _ => None,
    }
}

/// The base addresses that a document states, whatever the version.
pub(super) fn addresses(document: &Value) -> BTreeSet<String> {
    let text = |key: &str| document.get(key).map(word);
    let base = text("basePath").unwrap_or_default();
    let base = base.trim_matches('/');
    let host = text("host").filter(|host| !host.is_empty());
    let schemes = document.get("schemes").and_then(Value::as_array);
    let schemes: BTreeSet<String> = schemes.into_iter().flatten().map(word).collect();
    match host {
        None if document.get("basePath").is_none() => BTreeSet::new(),
        None => BTreeSet::from([format!("/{base}")]),
        Some(host) if schemes.is_empty() => BTreeSet::from([format!("https://{host}/{base}")]),
        Some(host) => schemes.iter().map(|scheme| format!("{scheme}://{host}/{base}")).collect(),
    }
}
