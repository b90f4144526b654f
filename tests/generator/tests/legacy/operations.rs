//! Paths, operations, responses and tags.

use serde_json::{Value, json};

use crate::{expect, expect_operation, expect_responses};

#[test]
fn a_removed_path_is_one_line() {
    expect(
        &json!({"paths": {"/a": {"get": {}, "post": {}}, "/b": {"get": {}}}}),
        &json!({"paths": {"/b": {"get": {}}}}),
        &["major /a: Path /a was removed"],
    );
}

#[test]
fn an_added_path_is_listed_with_its_members() {
    expect(
        &json!({"paths": {}}),
        &json!({"paths": {"/a": {"post": {"summary": "Adds"}, "get": {}, "parameters": []}}}),
        &[
            "minor /a: Path was added",
            "minor /a: Operation POST was added",
            "minor /a: Operation GET was added",
            "minor /a: Operation PARAMETERS was added",
        ],
    );
}

#[test]
fn removed_paths_come_before_changed_and_added_ones() {
    let old = json!({"paths": {"/a": {"get": {"summary": "A"}}, "/b": {}, "/c": {}}});
    let new = json!({"paths": {"/d": {}, "/a": {"get": {"summary": "B"}}}});
    expect(
        &old,
        &new,
        &[
            "major /b: Path /b was removed",
            "major /c: Path /c was removed",
            "minor /d: Path was added",
            "point GET /a: Summary was changed",
        ],
    );
}

#[test]
fn operations_of_a_path_that_stays_stand_under_the_path() {
    expect(
        &json!({"paths": {"/a": {"get": {}, "put": {}}}}),
        &json!({"paths": {"/a": {"post": {"summary": "Adds."}, "delete": {}, "get": {},
            "head": {"summary": ""}}}}),
        &[
            "major /a: Operation PUT was removed",
            "minor /a: Operation post was added. Summary: Adds.",
            "minor /a: Operation DELETE was added",
            "minor /a: Operation HEAD was added",
        ],
    );
}

#[test]
fn shared_parameters_pass_for_an_operation() {
    let with = json!({"paths": {"/a": {"parameters": [{"name": "id"}], "get": {}}}});
    let other = json!({"paths": {"/a": {"parameters": [{"name": "x"}], "get": {}}}});
    let without = json!({"paths": {"/a": {"get": {}}}});
    expect(&without, &with, &["minor /a: Operation PARAMETERS was added"]);
    expect(&with, &without, &["major /a: Operation PARAMETERS was removed"]);
    expect(&with, &other, &[]);
}

#[test]
fn the_id_and_the_method_name_matter() {
    let operation =
        |id: &str, name: &str| json!({"operationId": id, "x-purecloud-method-name": name});
    expect_operation(
        &operation("getA", "getIt"),
        &operation("readA", "readIt"),
        &[
            "major Operation operationId was changed from getA to readA",
            "major Operation x-purecloud-method-name was changed from getIt to readIt",
        ],
    );
    expect_operation(
        &json!({"operationId": "getA"}),
        &json!({"x-purecloud-method-name": "getA"}),
        &[
            "major Operation operationId was removed",
            "major Operation x-purecloud-method-name was added",
        ],
    );
    expect_operation(
        &json!({}),
        &json!({"operationId": ""}),
        &["major Operation operationId was changed from undefined to "],
    );
}

#[test]
fn texts_are_points() {
    expect_operation(
        &json!({"description": "a"}),
        &json!({"description": "b", "summary": "c"}),
        &["point Description was changed", "point Summary was changed"],
    );
    expect_operation(&json!({"description": null}), &json!({"description": null}), &[]);
    expect_operation(&json!({"description": null}), &json!({}), &["point Description was changed"]);
}

#[test]
fn deprecation_is_major_in_both_directions() {
    let deprecated = json!({"deprecated": true});
    for not in [json!({}), json!({"deprecated": false}), json!({"deprecated": "true"})] {
        expect_operation(&not, &deprecated, &["major Has been deprecated"]);
        expect_operation(&deprecated, &not, &["major Has been undeprecated"]);
    }
    expect_operation(&json!({}), &json!({"deprecated": false}), &[]);
}

#[test]
fn the_checks_of_an_operation_come_in_their_order() {
    let old = json!({"operationId": "a", "tags": ["x"], "summary": "a", "description": "a",
        "parameters": [{"name": "p"}], "responses": {"200": {"description": "a"}}});
    let new = json!({"responses": {"200": {"description": "b"}}, "deprecated": true,
        "parameters": [{"name": "q"}], "tags": ["y"], "summary": "b", "description": "b"});
    expect_operation(
        &old,
        &new,
        &[
            "major Operation operationId was removed",
            "point Description was changed",
            "point Summary was changed",
            "major Has been deprecated",
            "major Parameter p was removed",
            "major Parameter q was added",
            "point Response 200 was changed from a to b",
            "major Tag x was removed",
            "major Tag y was added",
        ],
    );
}

#[test]
fn responses_come_in_numeric_order() {
    expect_responses(
        &json!({"default": {}, "404": {}, "2xx": {}, "200": {}}),
        &json!({"503": {}, "default": {}, "201": {}}),
        &[
            "major Response 200 was removed",
            "major Response 404 was removed",
            "major Response 2xx was removed",
            "minor Response 201 was added",
            "minor Response 503 was added",
        ],
    );
}

#[test]
fn the_description_of_a_response_is_quoted() {
    let response = |description: Value| json!({"429": {"description": description}});
    expect_responses(
        &response(json!("Too many.")),
        &response(json!("Wait\nhere.")),
        &["point Response 429 was changed from Too many. to Wait\nhere."],
    );
    expect_responses(
        &response(json!("")),
        &response(json!("Wait.")),
        &["point Response 429 was added"],
    );
    expect_responses(
        &json!({"429": {}}),
        &response(json!("")),
        &["point Response 429 was changed from undefined to "],
    );
}

/// A response with this schema.
fn with_schema(schema: &Value) -> Value {
    json!({"200": {"schema": schema}})
}

#[test]
fn only_the_direct_reference_of_a_response_matters() {
    let reference = |name: &str| with_schema(&json!({"$ref": format!("#/definitions/{name}")}));
    let list = |name: &str| {
        with_schema(&json!({"type": "array", "items": {"$ref": format!("#/definitions/{name}")}}))
    };
    expect_responses(
        &reference("Pet"),
        &reference("Dog"),
        &["major Response 200 type was changed from Pet to Dog"],
    );
    expect_responses(
        &reference("Pet"),
        &list("Pet"),
        &["major Response 200 type was changed from Pet to Pet[]"],
    );
    expect_responses(&list("Pet"), &list("Dog"), &[]);
    expect_responses(
        &with_schema(&json!({"type": "string"})),
        &with_schema(&json!({"type": "integer"})),
        &[],
    );
}

#[test]
fn a_schema_gained_or_lost_is_a_change_of_type() {
    let none = json!({"200": {}});
    let cases = [
        (json!({"$ref": "#/definitions/Pet"}), "Pet"),
        (json!({"type": "string"}), "string"),
        (json!({}), "_undefined_"),
        (
            json!({"type": "object", "additionalProperties": {"type": "integer"}}),
            "Map<object, integer>",
        ),
    ];
    for (schema, name) in cases {
        let some = with_schema(&schema);
        let gained = format!("major Response 200 type was changed from _undefined_ to {name}");
        let lost = format!("major Response 200 type was changed from {name} to _undefined_");
        expect_responses(&none, &some, &[&gained]);
        expect_responses(&some, &none, &[&lost]);
    }
    expect_responses(&none, &with_schema(&json!(null)), &[]);
}

#[test]
fn tags_are_compared_as_lists() {
    let tagged = |tags: Value| json!({"tags": tags});
    expect_operation(&tagged(json!(["a", "b"])), &tagged(json!(["b", "a"])), &[]);
    expect_operation(
        &tagged(json!(["a", "a", "b"])),
        &tagged(json!(["b", "b", "c"])),
        &["major Tag a was removed", "major Tag a was removed", "major Tag c was added"],
    );
    expect_operation(&json!({}), &tagged(json!(["a"])), &["major Tag a was added"]);
    expect_operation(&tagged(json!(["a"])), &json!({}), &["major Tag a was removed"]);
    expect_operation(&tagged(json!("a")), &tagged(json!(["a"])), &["major Tag a was added"]);
    expect_operation(
        &tagged(json!([1, "", null])),
        &tagged(json!([1.0, "1"])),
        &[
            "major Tag  was changed from  to undefined",
            "major Tag null was changed from null to undefined",
            "major Tag 1 was added",
        ],
    );
}

#[test]
fn what_the_official_differ_does_not_see_is_not_reported() {
    let old = json!({"security": [], "consumes": ["a"], "produces": ["a"],
        "responses": {"200": {"description": "d", "headers": {"A": {}}, "x-codes": {"a": "b"}}}});
    let new = json!({"consumes": ["b"], "schemes": ["http"],
        "responses": {"200": {"description": "d", "examples": {}}}});
    expect_operation(&old, &new, &[]);
    expect(&json!({"host": "a", "tags": []}), &json!({"host": "b", "basePath": "/"}), &[]);
}
