//! Definitions that no tool should have written: nothing stops the comparison.

use generator::legacy::{NotesHeader, compare, downgrade, notes};
use generator_tests::guest_history;
use serde_json::{Value, json};

use crate::{expect, expect_operation, expect_property};

#[test]
fn what_is_missing_is_empty() {
    let whole = json!({"paths": {"/a": {"get": {"responses": {"200": {}}}}},
        "definitions": {"Pet": {"properties": {}}}});
    for nothing in [json!({}), json!(null), json!([]), json!("text"), json!({"paths": null})] {
        expect(&nothing, &nothing, &[]);
        expect(
            &nothing,
            &whole,
            &[
                "minor /a: Path was added",
                "minor /a: Operation GET was added",
                "minor Pet: Model was added",
            ],
        );
        expect(
            &whole,
            &nothing,
            &["major /a: Path /a was removed", "major Pet: Model Pet was removed"],
        );
    }
}

#[test]
fn a_null_counts_as_missing() {
    expect(
        &json!({"paths": {"/a": {"get": {}}}}),
        &json!({"paths": {"/a": {"get": null}}}),
        &["major /a: Operation GET was removed"],
    );
    expect(
        &json!({"paths": {"/a": null}}),
        &json!({"paths": {"/a": {"get": {}}}}),
        &["minor /a: Path was added", "minor /a: Operation GET was added"],
    );
    expect(
        &json!({"definitions": {"A": {"properties": {}}}}),
        &json!({"definitions": {"A": null}}),
        &["major A: Model A was removed"],
    );
}

#[test]
fn collections_of_the_wrong_kind_are_empty_or_lists() {
    expect_operation(
        &json!({"responses": {"200": {}}, "parameters": {"a": {"name": "x"}}}),
        &json!({"parameters": [{"name": "x"}, null]}),
        &["major Response 200 was removed"],
    );
    expect(
        &json!({"definitions": {"A": {"properties": []}}}),
        &json!({"definitions": {"A": {"properties": {"b": {}}}}}),
        &["minor A: Optional property b was added"],
    );
}

#[test]
fn a_type_or_reference_that_is_no_text_is_absent() {
    expect_property(&json!({"type": ["string"]}), &json!({"type": {}}), &[]);
    expect_property(
        &json!({"$ref": 1, "type": "string"}),
        &json!({"type": "array", "items": {"$ref": [1], "type": "string"}}),
        &["major Property name was changed from string to string[]"],
    );
}

/// The next number of a series that depends on nothing else (xorshift).
struct Series(u64);

impl Series {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit).unwrap()).unwrap()
    }
}

/// Values of all kinds.
fn kinds() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5e300),
        json!(""),
        json!("array"),
        json!("#/definitions/A"),
        json!([]),
        json!([null, "a", 1, {}, []]),
        json!([{"name": "a"}, {"$ref": "#/parameters/b"}]),
        json!({}),
        json!({"200": {"schema": {"type": "object", "additionalProperties": true}}}),
        json!({"constructor": {"__proto__": null}, "7": {"properties": [1]}}),
        json!({"$ref": "#/components/schemas/A", "type": ["null"], "anyOf": [{"type": "null"}]}),
    ]
}

/// Replaces or removes one value somewhere below `value`.
fn mutate(value: &mut Value, series: &mut Series, kinds: &[Value]) {
    let children = match value {
        Value::Object(members) => members.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    };
    if children == 0 || series.below(8) == 0 {
        *value = kinds[series.below(kinds.len())].clone();
        return;
    }
    let index = series.below(children);
    let removed = series.below(20) == 0;
    let child = match value {
        Value::Object(members) if removed => {
            let key = members.keys().nth(index).unwrap().clone();
            members.shift_remove(&key);
            None
        }
        Value::Object(members) => members.values_mut().nth(index),
        Value::Array(items) => items.get_mut(index),
        _ => None,
    };
    if let Some(child) = child {
        mutate(child, series, kinds);
    }
}

/// Compares many damaged copies with the original and with each other.
fn damage(original: &Value, rounds: usize) {
    let mut series = Series(0x9E37_79B9_7F4A_7C15);
    let kinds = kinds();
    let mut previous = original.clone();
    let mut found = 0;
    for _ in 0..rounds {
        let mut damaged = original.clone();
        for _ in 0..=series.below(6) {
            mutate(&mut damaged, &mut series, &kinds);
        }
        for (old, new) in [(original, &damaged), (&damaged, original), (&previous, &damaged)] {
            let changes = compare(old, new);
            let counts = changes.counts();
            let total = counts.major + counts.minor + counts.point;
            assert_eq!(changes.iter().count(), total);
            let printed = notes(&changes, &NotesHeader::default());
            assert!(printed.contains(&format!("# Major Changes ({}", counts.major)));
            found += total;
        }
        previous = damaged;
    }
    assert!(found > rounds, "the damage was hardly noticed: {found} lines in {rounds} rounds");
}

const SMALL: &str = r##"{"swagger": "2.0", "paths": {
    "/a/{id}": {"parameters": [{"name": "id"}], "get": {"operationId": "getA", "tags": ["t"],
        "parameters": [{"name": "id", "in": "path", "required": true}, {"$ref": "#/parameters/x"}],
        "responses": {"200": {"description": "d", "schema": {"$ref": "#/definitions/A"}}}}}},
    "definitions": {"A": {"required": ["p"], "properties": {"p": {"type": "string", "enum": ["a"]},
        "q": {"type": "array", "items": {"type": "string", "enum": ["x"]}},
        "r": {"type": "object", "additionalProperties": {"$ref": "#/definitions/A"}}}}}}"##;

#[test]
fn no_damage_to_a_small_definition_stops_the_comparison() {
    damage(&serde_json::from_str(SMALL).unwrap(), 4000);
}

#[test]
fn no_damage_to_a_definition_of_version_3_stops_the_comparison() {
    let definition = crate::openapi3::everything();
    damage(&definition, 4000);
    let mut series = Series(1);
    let mut hollow = definition;
    for _ in 0..2000 {
        mutate(&mut hollow, &mut series, &kinds());
        downgrade(&hollow);
    }
}

#[test]
fn no_damage_to_a_real_definition_stops_the_comparison() {
    let history = guest_history();
    damage(&serde_json::from_str(&history.newest().unwrap().text).unwrap(), 300);
}
