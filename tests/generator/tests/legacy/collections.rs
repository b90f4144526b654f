//! The order of groups and of everything inside them.

use generator::bump::Bump;
use generator::legacy::{Counts, Impact, compare};
use serde_json::{Value, json};

use crate::expect;

#[test]
fn groups_that_are_indices_come_first() {
    let old = json!({"paths": {"/a": {}}, "definitions": {"B": {}, "10": {}, "9": {}, "01": {}}});
    expect(
        &old,
        &json!({}),
        &[
            "major 9: Model 9 was removed",
            "major 10: Model 10 was removed",
            "major /a: Path /a was removed",
            "major B: Model B was removed",
            "major 01: Model 01 was removed",
        ],
    );
}

#[test]
fn a_group_that_is_met_again_keeps_its_place() {
    // A model can be called like a path.
    let old = json!({"paths": {"/a": {"get": {"summary": "A"}}, "/b": {}},
        "definitions": {"/b": {"properties": {"x": {}}}}});
    let new = json!({"paths": {"/a": {"get": {"summary": "B"}}},
        "definitions": {"/b": {"properties": {}}}});
    expect(
        &old,
        &new,
        &[
            "major /b: Path /b was removed",
            "major /b: Property x was removed",
            "point GET /a: Summary was changed",
        ],
    );
}

/// A definition whose only operation has this description and whose only model has these properties.
fn definition(description: &str, properties: &Value) -> Value {
    json!({"paths": {"/a": {"get": {"description": description}}},
        "definitions": {"Pet": {"properties": properties}}})
}

#[test]
fn the_gravest_change_is_the_verdict() {
    let base = definition("a", &json!({"x": {}}));
    let cases = [
        (definition("a", &json!({"x": {}})), Bump::None),
        (definition("b", &json!({"x": {}})), Bump::Patch),
        (definition("b", &json!({"x": {}, "y": {}})), Bump::Minor),
        (definition("b", &json!({"y": {}})), Bump::Major),
        (definition("a", &json!({})), Bump::Major),
    ];
    for (new, verdict) in cases {
        let changes = compare(&base, &new);
        assert_eq!(changes.verdict(), verdict);
        assert_eq!(changes.is_empty(), verdict == Bump::None);
    }
}

#[test]
fn changes_are_counted_by_impact() {
    let changes =
        compare(&definition("a", &json!({"x": {}})), &definition("b", &json!({"y": {}, "z": {}})));
    assert_eq!(changes.counts(), Counts { major: 1, minor: 2, point: 1 });
    let minor: Vec<_> =
        changes.groups(Impact::Minor).map(|(group, changes)| (group, changes.len())).collect();
    assert_eq!(minor, [("Pet", 2)]);
    let as_json = serde_json::to_value(changes.iter().next().unwrap()).unwrap();
    assert_eq!(
        as_json,
        json!({"group": "GET /a", "impact": "point", "text": "Description was changed"})
    );
}
