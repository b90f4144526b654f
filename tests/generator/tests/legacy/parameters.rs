//! Parameters: matched by name alone.

use serde_json::json;

use crate::{expect_operation, expect_parameters};

#[test]
fn any_added_or_removed_parameter_is_major() {
    expect_parameters(
        &json!([{"name": "a", "in": "query"}, {"name": "b", "in": "query"}]),
        &json!([{"name": "c", "in": "query", "required": false}, {"name": "b", "in": "query"}]),
        &["major Parameter a was removed", "major Parameter c was added"],
    );
    expect_operation(
        &json!({}),
        &json!({"parameters": [{"name": "a"}]}),
        &["major Parameter a was added"],
    );
}

#[test]
fn removed_and_added_ones_come_in_the_order_of_an_object() {
    expect_parameters(
        &json!([{"name": "z"}, {"name": "10"}, {"name": "a"}, {"name": "9"}]),
        &json!([{"name": "y"}, {"name": "2"}, {"name": "1"}]),
        &[
            "major Parameter 9 was removed",
            "major Parameter 10 was removed",
            "major Parameter z was removed",
            "major Parameter a was removed",
            "major Parameter 1 was added",
            "major Parameter 2 was added",
            "major Parameter y was added",
        ],
    );
}

#[test]
fn the_order_in_the_definition_does_not_matter() {
    expect_parameters(
        &json!([{"name": "a", "in": "path"}, {"name": "b", "in": "path"}]),
        &json!([{"name": "b", "in": "path"}, {"name": "a", "in": "path"}]),
        &[],
    );
}

#[test]
fn of_two_with_one_name_the_last_counts_at_the_place_of_the_first() {
    let old = json!([{"name": "a", "in": "query"}, {"name": "b"}, {"name": "a", "in": "header"}]);
    expect_parameters(&old, &json!([{"name": "a", "in": "header"}, {"name": "b"}]), &[]);
    expect_parameters(
        &old,
        &json!([{"name": "a", "in": "query"}, {"name": "b"}]),
        &["major Parameter a was changed from header to query"],
    );
    expect_parameters(
        &old,
        &json!([]),
        &["major Parameter a was removed", "major Parameter b was removed"],
    );
}

#[test]
fn place_type_and_description_are_compared() {
    expect_parameters(
        &json!([{"name": "a", "in": "query", "type": "string", "description": "x"}]),
        &json!([{"name": "a", "in": "path", "type": "integer", "description": "y"}]),
        &[
            "major Parameter a was changed from query to path",
            "major Parameter a was changed from string to integer",
            "point Description was changed for parameter a",
        ],
    );
    expect_parameters(
        &json!([{"name": "a", "in": "query"}]),
        &json!([{"name": "a", "type": "string"}]),
        &["major Parameter a was removed", "major Parameter a was added"],
    );
}

#[test]
fn two_lists_of_types_are_never_the_same() {
    let old = json!([{"name": "a", "type": ["string", null, 1]}, {"name": "b"}]);
    let new = json!([{"name": "a", "type": ["string", null, 1]}]);
    expect_parameters(
        &old,
        &new,
        &[
            "major Parameter b was removed",
            "major Parameter a was changed from string,,1 to string,,1",
        ],
    );
    // Nothing is said of a definition that did not change.
    expect_parameters(&old, &old, &[]);
}

#[test]
fn absent_and_false_are_two_ways_to_be_optional() {
    let absent = json!([{"name": "a"}]);
    let optional = json!([{"name": "a", "required": false}]);
    let required = json!([{"name": "a", "required": true}]);
    expect_parameters(&absent, &optional, &["minor Parameter a was made optional"]);
    expect_parameters(&optional, &absent, &["minor Parameter a was made optional"]);
    for optional in [&absent, &optional] {
        expect_parameters(optional, &required, &["major Parameter a was made required"]);
        expect_parameters(&required, optional, &["minor Parameter a was made optional"]);
    }
}

#[test]
fn references_are_one_parameter_without_a_name() {
    let limit = json!({"$ref": "#/parameters/Limit"});
    let page = json!({"$ref": "#/parameters/Page"});
    let nothing_changed = "major Parameter undefined was changed from undefined to undefined";
    expect_parameters(&json!([limit]), &json!([page, limit]), &[]);
    expect_parameters(&json!([]), &json!([limit, page]), &[nothing_changed]);
    expect_parameters(&json!([limit, page]), &json!([]), &[nothing_changed]);
    expect_parameters(
        &json!([limit]),
        &json!([{"in": "query", "description": "d"}]),
        &["major Parameter in was added", "point Description was changed for parameter undefined"],
    );
}

#[test]
fn a_parameter_that_every_object_has_is_never_missing() {
    let parameters = json!([{"name": "constructor", "in": "query", "type": "string"}]);
    let added = "major Parameter constructor was added";
    expect_parameters(&json!([]), &parameters, &[added, added]);
    expect_parameters(&parameters, &json!([]), &[]);
}

#[test]
fn the_rest_of_a_parameter_is_not_seen() {
    let old = json!([{"name": "a", "format": "int32", "enum": ["a"], "items": {"type": "string"},
        "collectionFormat": "multi", "default": 1, "maximum": 3, "schema": {"$ref": "#/definitions/A"}}]);
    expect_parameters(&old, &json!([{"name": "a", "schema": {"type": "string"}}]), &[]);
}
