//! What restricts a value beside its shape and its limits: `contains`, `not`, `if` and the others from which no
//! code is generated.
//!
//! A server holds a value to them all the same, so they are compared. Each is taken apart into the least parts
//! that can come and go alone, and brought into one form: without what is said for people, and with references
//! replaced by what they lead to.

mod canonical;
mod narrower;

use serde_json::{Map, Value, json};

use self::canonical::{Canonical, sorted};
pub(crate) use self::narrower::implies;
use crate::pointer::Pointer;

/// The keywords that [`assertions`] reads; what else belongs to one of them is read with it.
pub(crate) const KEYWORDS: &[&str] = &[
    "$dynamicRef",
    "$recursiveRef",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "not",
    "patternProperties",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords that make a demand as a whole, each with those that change what it demands.
const ALONE: &[(&str, &[&str])] = &[
    ("$dynamicRef", &[]),
    ("$recursiveRef", &[]),
    ("contains", &["minContains", "maxContains"]),
    ("if", &["then", "else"]),
    ("not", &[]),
    ("propertyNames", &[]),
    ("unevaluatedItems", &[]),
    ("unevaluatedProperties", &[]),
];

/// The keyword that a keyword belongs to: `then` changes what `if` demands.
pub(crate) fn head(keyword: &str) -> &str {
    let found = ALONE.iter().find(|(_, beside)| beside.contains(&keyword));
    found.map_or(keyword, |(head, _)| head)
}

/// Whether no other keyword changes what a keyword demands.
fn head_alone(keyword: &str) -> bool {
    ALONE.iter().all(|(head, beside)| *head != keyword || beside.is_empty())
}

/// One demand on a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Demand {
    /// The keyword that makes it, the first one where several belong together.
    pub(crate) keyword: &'static str,
    /// The member of the keyword, where its members are demands of their own.
    pub(crate) key: Option<String>,
    /// What is demanded, in one form.
    pub(crate) value: Value,
    /// The places that references in it lead to.
    pub(crate) targets: Vec<Pointer>,
}

/// What the members of a schema demand, in the order of their keywords. `root` is the document.
pub(crate) fn assertions(root: &Value, members: &Map<String, Value>) -> Vec<Demand> {
    let mut found = Vec::new();
    let may_demand = |key: &String| {
        KEYWORDS.contains(&key.as_str()) || matches!(key.as_str(), "properties" | "oneOf" | "anyOf")
    };
    if !members.keys().any(may_demand) {
        return found;
    }
    let mut demand = |keyword: &'static str, key: Option<&String>, stated: &[(&str, &Value)]| {
        let mut canonical = Canonical::new(root);
        let value = match stated {
            [(_, value)] if head_alone(keyword) => canonical.demand(value),
            several => {
                let form = several.iter().map(|(key, value)| {
                    let value = canonical.demand(value);
                    ((*key).to_owned(), value)
                });
                Value::Object(form.collect())
            }
        };
        if !means_nothing(keyword, &value) {
            let targets = canonical.targets();
            found.push(Demand { keyword, key: key.cloned(), value, targets });
        }
    };
    for (keyword, beside) in ALONE {
        if let Some(value) = members.get(*keyword) {
            let beside = beside.iter().filter_map(|key| Some((*key, members.get(*key)?)));
            let stated: Vec<_> = std::iter::once((*keyword, value)).chain(beside).collect();
            demand(keyword, None, &stated);
        }
    }
    for keyword in ["dependencies", "dependentRequired", "dependentSchemas"] {
        for (key, value) in members.get(keyword).and_then(Value::as_object).into_iter().flatten() {
            demand(keyword, Some(key), &[(keyword, value)]);
        }
    }
    let patterns = members.get("patternProperties").and_then(Value::as_object);
    let typed = one_schema(members).is_some();
    for (key, value) in patterns.into_iter().flatten() {
        // The schema is that of all other members then, and compared as such; the names are left.
        let value = if typed { &Value::Null } else { value };
        demand("patternProperties", Some(key), &[("patternProperties", value)]);
    }
    if let Some(stated) =
        members.get("type").filter(|stated| excludes_variants(root, members, stated))
    {
        demand("type", None, &[("type", stated)]);
    }
    let properties = members.get("properties").and_then(Value::as_object);
    for (key, value) in properties.into_iter().flatten().filter(|(_, value)| **value == false) {
        demand("properties", Some(key), &[("properties", value)]);
    }
    found
}

/// Whether the type that stands beside a union is not that of all variants, so that some of their values are none
/// of the whole.
fn excludes_variants(root: &Value, members: &Map<String, Value>, stated: &Value) -> bool {
    let unions = ["oneOf", "anyOf"].into_iter().filter_map(|key| members.get(key)?.as_array());
    unions.flatten().any(|variant| {
        let form = Canonical::new(root).demand(variant);
        let other = form.get("type").filter(|other| *other != "null");
        other.is_some_and(|other| !implies("type", other, stated))
    })
}

/// What the variants of a union demand together. One that is null does not count: that is said of the value.
pub(crate) fn variants(root: &Value, keyword: &'static str, stated: &[Value]) -> Demand {
    let mut canonical = Canonical::new(root);
    let forms = stated.iter().map(|variant| canonical.demand(variant));
    let value = sorted(forms.filter(|form| *form != json!({"type": "null"})).collect());
    Demand { keyword, key: None, value, targets: canonical.targets() }
}

/// Properties by a pattern of their name are additional properties when all share one schema, and there are no
/// others: a pattern with it.
pub(crate) fn one_schema(members: &Map<String, Value>) -> Option<(&String, &Value)> {
    if members.get("additionalProperties").is_some_and(|other| *other != Value::Bool(false)) {
        return None;
    }
    let mut patterns = members.get("patternProperties")?.as_object()?.iter();
    let first = patterns.next()?;
    patterns.all(|(_, schema)| schema == first.1).then_some(first)
}

/// Whether every value meets a demand.
fn means_nothing(keyword: &str, value: &Value) -> bool {
    match keyword {
        "not" => *value == false,
        "contains" => {
            let none_is_enough = value.get("minContains") == Some(&Value::from(0));
            none_is_enough && value.get("maxContains").is_none()
        }
        "if" => ["then", "else"].iter().all(|key| value.get(*key).is_none_or(|then| *then == true)),
        _ => *value == true || value.as_array().is_some_and(Vec::is_empty),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Demand, assertions};

    fn of(schema: &Value) -> Vec<Demand> {
        assertions(schema, schema.as_object().expect("a schema"))
    }

    #[test]
    fn what_every_value_meets_is_no_demand() {
        for schema in [
            json!({"propertyNames": true, "unevaluatedItems": {}, "not": false}),
            json!({"contains": {"type": "string"}, "minContains": 0}),
            json!({"if": {"required": ["a"]}}),
            json!({"if": {"required": ["a"]}, "then": {"title": "A"}}),
            json!({"then": false, "minContains": 2}),
            json!({"dependentRequired": {"a": []}, "dependentSchemas": {"a": true}}),
            json!({"properties": {"a": true}}),
        ] {
            assert_eq!(of(&schema), [], "{schema}");
        }
    }

    #[test]
    fn members_are_demands_of_their_own() {
        let schema = json!({
            "dependentRequired": {"a": ["c", "b"], "d": ["a"]},
            "patternProperties": {"^x": {"type": "string"}, "^y": false},
            "properties": {"e": false, "f": {}},
        });
        let found = of(&schema);
        let found: Vec<_> = found.iter().map(|d| (d.keyword, d.key.as_deref(), &d.value)).collect();
        let expected = [
            ("dependentRequired", Some("a"), &json!(["b", "c"])),
            ("dependentRequired", Some("d"), &json!(["a"])),
            ("patternProperties", Some("^x"), &json!({"type": "string"})),
            ("patternProperties", Some("^y"), &json!(false)),
            ("properties", Some("e"), &json!(false)),
        ];
        assert_eq!(found, expected);
    }
}
