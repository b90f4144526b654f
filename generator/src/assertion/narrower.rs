//! Which of two demands asks for more, as far as their keywords tell.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Whether every value that meets one demand of a keyword meets another one of the same keyword. `false` where
/// that cannot be told.
pub(crate) fn implies(keyword: &str, one: &Value, other: &Value) -> bool {
    if one == other {
        return true;
    }
    match keyword {
        "not" => fits(other, one),
        "contains" => contains(one, other),
        "type" => are_types(one, other),
        "if" => {
            let same = one.get("if") == other.get("if");
            let everything = Value::Bool(true);
            let of = |demand: &'_ Value, key: &str| demand.get(key).unwrap_or(&everything).clone();
            same && ["then", "else"].iter().all(|key| fits(&of(one, key), &of(other, key)))
        }
        "anyOf" => each_in_some(one, other),
        "oneOf" | "pattern" | "multipleOf" => false,
        "dependentRequired" | "dependencies" if one.is_array() && other.is_array() => {
            is_subset(other, one)
        }
        _ => fits(one, other),
    }
}

/// Whether every value that fits one schema fits another, both in their one form.
fn fits(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (one, other) if one == other => true,
        (_, Value::Bool(true)) | (Value::Bool(false), _) => true,
        (Value::Object(one), Value::Object(other)) => {
            other.iter().all(|(key, value)| demands(one, other, key, value))
        }
        _ => false,
    }
}

/// Whether a schema demands what a keyword of another one does.
fn demands(
    one: &Map<String, Value>,
    other: &Map<String, Value>,
    key: &str,
    wanted: &Value,
) -> bool {
    let same = |key: &str| one.get(key) == other.get(key);
    let Some(stated) = one.get(key) else {
        return key == "anyOf" && fits_some(&Value::Object(one.clone()), wanted);
    };
    if stated == wanted {
        return true;
    }
    match key {
        "enum" => is_subset(stated, wanted),
        "type" => are_types(stated, wanted),
        "required" => is_subset(wanted, stated),
        "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties" => {
            at_most(wanted, stated)
        }
        "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties" => {
            at_most(stated, wanted)
        }
        "properties" | "patternProperties" | "dependentSchemas" => {
            each_member(stated, wanted, fits)
        }
        "dependentRequired" => each_member(stated, wanted, |one, other| is_subset(other, one)),
        "items" => same("prefixItems") && fits(stated, wanted),
        "additionalProperties" => {
            same("properties") && same("patternProperties") && fits(stated, wanted)
        }
        "propertyNames" => fits(stated, wanted),
        "not" => fits(wanted, stated),
        "anyOf" => each_in_some(stated, wanted),
        "allOf" => each_is_met(stated, wanted),
        _ => false,
    }
}

/// Whether a list that holds so many of one thing holds so many of another.
fn contains(one: &Value, other: &Value) -> bool {
    let count = |demand: &Value, key: &str| demand.get(key).and_then(Value::as_u64);
    let least = |demand: &Value| count(demand, "minContains").unwrap_or(1);
    let items = |demand: &Value| demand.get("contains").cloned().unwrap_or_default();
    let (mine, theirs) = (items(one), items(other));
    let enough = least(one) >= least(other) && fits(&mine, &theirs);
    let few = match (count(one, "maxContains"), count(other, "maxContains")) {
        (_, None) => true,
        (Some(most), Some(allowed)) => most <= allowed && mine == theirs,
        (None, Some(_)) => false,
    };
    enough && few
}

fn each_member(one: &Value, other: &Value, holds: impl Fn(&Value, &Value) -> bool) -> bool {
    let (Value::Object(one), Value::Object(other)) = (one, other) else { return false };
    other.iter().all(|(key, wanted)| one.get(key).is_some_and(|stated| holds(stated, wanted)))
}

/// Whether every schema of one list fits some schema of another.
fn each_in_some(one: &Value, other: &Value) -> bool {
    one.as_array().is_some_and(|one| one.iter().all(|schema| fits_some(schema, other)))
}

fn fits_some(schema: &Value, list: &Value) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|other| fits(schema, other)))
}

/// Whether for every schema of the second list one of the first is at least as strict.
fn each_is_met(one: &Value, other: &Value) -> bool {
    let (Value::Array(one), Value::Array(other)) = (one, other) else { return false };
    other.iter().all(|wanted| one.iter().any(|stated| fits(stated, wanted)))
}

fn is_subset(one: &Value, other: &Value) -> bool {
    let words = |list: &Value| -> Option<BTreeSet<String>> {
        Some(list.as_array()?.iter().map(Value::to_string).collect())
    };
    words(one).zip(words(other)).is_some_and(|(one, other)| one.is_subset(&other))
}

/// Whether all of some types are among others.
fn are_types(stated: &Value, wanted: &Value) -> bool {
    let wanted = types(wanted);
    let is_wanted =
        |one: &&str| wanted.contains(one) || (*one == "integer" && wanted.contains(&"number"));
    types(stated).iter().all(is_wanted)
}

/// The types of a schema.
fn types(stated: &Value) -> Vec<&str> {
    match stated {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

fn at_most(one: &Value, other: &Value) -> bool {
    one.as_f64().zip(other.as_f64()).is_some_and(|(one, other)| one <= other)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::implies;

    #[test]
    fn less_is_asked_of_what_is_negated_when_it_asks_for_more() {
        let (wide, narrow) = (json!({"enum": ["a", "b"]}), json!({"enum": ["a"]}));
        assert!(implies("not", &wide, &narrow));
        assert!(!implies("not", &narrow, &wide));
    }

    #[test]
    fn lists_of_names_and_of_variants_are_sets() {
        assert!(implies("dependentRequired", &json!(["a", "b"]), &json!(["a"])));
        assert!(!implies("dependentRequired", &json!(["a"]), &json!(["a", "b"])));
        let (a, b) = (json!({"required": ["a"]}), json!({"required": ["b"]}));
        assert!(implies("anyOf", &json!([a]), &json!([a, b])));
        assert!(!implies("anyOf", &json!([a, b]), &json!([a])));
        assert!(!implies("oneOf", &json!([a]), &json!([a, b])), "one more may fit both");
    }

    #[test]
    fn counts_and_conditions_are_compared_beside_what_they_are_about() {
        let contains = |least, most| json!({"contains": {"enum": [1]}, "minContains": least, "maxContains": most});
        assert!(implies("contains", &contains(2, 3), &contains(1, 4)));
        assert!(!implies("contains", &contains(1, 4), &contains(2, 3)));
        let then = |least| json!({"if": {"required": ["a"]}, "then": {"minProperties": least}});
        assert!(implies("if", &then(3), &then(2)));
        assert!(!implies("if", &then(2), &then(3)));
    }

    #[test]
    fn what_depends_on_keywords_beside_it_is_not_guessed() {
        let one = json!({"properties": {"a": {"type": "string"}}, "additionalProperties": false});
        let other = json!({"properties": {"b": {"type": "string"}}, "additionalProperties": true});
        assert!(!implies("propertyNames", &one, &other));
        assert!(implies("propertyNames", &json!({"maxLength": 3}), &json!({"maxLength": 5})));
    }
}
