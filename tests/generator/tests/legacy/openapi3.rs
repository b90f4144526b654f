//! Definitions of `OpenAPI` 3 are compared in the shape of Swagger 2.0.

use generator::legacy::{compare, downgrade};
use generator::source;
use serde_json::{Value, json};

use crate::{expect, lines};

/// A definition that uses everything that is brought to another shape.
pub fn everything() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "t"},
        "servers": [{"url": "/"}],
        "paths": {
            "/pets/{id}": {
                "summary": "Pets", "description": "All of them", "servers": [],
                "parameters": [{"name": "id", "in": "path"}],
                "post": {
                    "operationId": "addPet",
                    "parameters": [
                        {"$ref": "#/components/parameters/Limit"},
                        {"name": "kinds", "in": "query", "schema":
                            {"type": "array", "items": {"$ref": "#/components/schemas/Kind"}}},
                        {"name": "kind", "in": "query", "schema": {"$ref": "#/components/schemas/Kind"}},
                        {"name": "filter", "in": "query",
                            "content": {"application/json": {"schema": {"type": "object"}}}}
                    ],
                    "requestBody": {"$ref": "#/components/requestBodies/Pet"},
                    "responses": {
                        "200": {"description": "ok", "content": {
                            "text/plain": {},
                            "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}},
                            "application/xml": {"schema": {"type": "string"}}
                        }},
                        "default": {"$ref": "#/components/responses/Problem"}
                    }
                }
            },
            "/shared": {"$ref": "#/components/pathItems/Shared"}
        },
        "components": {
            "parameters": {
                "Limit": {"$ref": "#/components/parameters/RealLimit"},
                "RealLimit": {"name": "limit", "in": "query", "schema":
                    {"type": "integer", "format": "int32", "default": 3}}
            },
            "requestBodies": {"Pet": {"required": true, "description": "The pet.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}},
            "responses": {"Problem": {"description": "no", "content": {}}},
            "pathItems": {"Shared": {"get": {"responses": {}}}},
            "schemas": {
                "Kind": {"type": "string", "enum": ["cat"]},
                "Pet": {"type": "object", "required": ["kind"], "properties": {
                    "kind": {"nullable": true, "allOf": [{"$ref": "#/components/schemas/Kind"}]},
                    "two": {"allOf": [{"$ref": "#/components/schemas/Kind"}, {"type": "object"}]},
                    "value": {"anyOf": [{"type": "number"}, {"type": "string"}]},
                    "any": {"anyOf": [{"type": "string"}, {"type": "boolean"}]},
                    "lone": {"anyOf": [{"type": "boolean"}]},
                    "one": {"oneOf": [{"type": "string"}, {"type": "boolean"}]},
                    "list": {"type": "array", "items": {"allOf": [{"$ref": "#/components/schemas/Kind"}]}}
                }}
            }
        }
    })
}

#[test]
fn version_3_takes_the_shape_of_version_2() {
    let expected = json!({
        "swagger": "2.0",
        "info": {"title": "t"},
        "paths": {
            "/pets/{id}": {
                "parameters": [{"name": "id", "in": "path"}],
                "post": {
                    "operationId": "addPet",
                    "parameters": [
                        {"name": "limit", "in": "query", "type": "integer", "format": "int32"},
                        {"name": "kinds", "in": "query", "type": "array",
                            "items": {"$ref": "#/definitions/Kind"}},
                        {"name": "kind", "in": "query", "type": "string", "enum": ["cat"]},
                        {"name": "filter", "in": "query", "type": "object"},
                        {"in": "body", "name": "body", "description": "The pet.", "required": true,
                            "schema": {"$ref": "#/definitions/Pet"}}
                    ],
                    "responses": {
                        "200": {"description": "ok", "schema": {"$ref": "#/definitions/Pet"}},
                        "default": {"description": "no"}
                    }
                }
            },
            "/shared": {"get": {"responses": {}}}
        },
        "definitions": {
            "Kind": {"type": "string", "enum": ["cat"]},
            "Pet": {"type": "object", "required": ["kind"], "properties": {
                "kind": {"$ref": "#/definitions/Kind"},
                "two": {"allOf": [{"$ref": "#/definitions/Kind"}, {"type": "object"}]},
                "value": {"type": "string"},
                "any": {"type": "object"},
                "lone": {"type": "object"},
                "one": {"oneOf": [{"type": "string"}, {"type": "boolean"}]},
                "list": {"type": "array", "items": {"allOf": [{"$ref": "#/definitions/Kind"}]}}
            }}
        }
    });
    let everything = everything();
    let downgraded = downgrade(&everything).into_owned();
    assert_eq!(downgraded, expected);
    assert_eq!(*downgrade(&expected), expected);
    expect(&everything, &expected, &[]);
    expect(&expected, &everything, &[]);
}

#[test]
fn null_as_an_alternative_of_3_1_is_dropped() {
    let model = |properties: Value| json!({"openapi": "3.1.0", "components": {"schemas": {"Pet": {"properties": properties}}}});
    let nullable = model(json!({
        "a": {"type": ["null", "string"]},
        "b": {"anyOf": [{"$ref": "#/components/schemas/Kind"}, {"type": "null"}]},
        "c": {"oneOf": [{"type": "null"}, {"type": "array", "items": {"type": ["integer", "null"]}}]},
        "d": {"anyOf": [{"type": "string"}, {"type": "null"}, {"type": "number"}]},
        "e": {"type": ["null"]}
    }));
    let plain = model(json!({
        "a": {"type": "string"},
        "b": {"$ref": "#/components/schemas/Kind"},
        "c": {"type": "array", "items": {"type": "integer"}},
        "d": {"type": "string"},
        "e": {"type": "null"}
    }));
    expect(&nullable, &plain, &[]);
    assert_eq!(compare(&model(json!({})), &nullable).iter().count(), 5);
}

#[test]
fn references_in_a_circle_are_left_alone() {
    let circle = json!({"openapi": "3.0.0", "paths": {"/a": {"get": {
            "parameters": [{"$ref": "#/components/parameters/A"}], "responses": {}}}},
        "components": {"parameters": {"A": {"$ref": "#/components/parameters/B"},
            "B": {"$ref": "#/components/parameters/A"}}}});
    expect(&circle, &circle, &[]);
}

#[test]
fn operations_of_version_3_follow_the_same_rules() {
    let operation =
        |operation: Value| json!({"openapi": "3.0.0", "paths": {"/a": {"put": operation}}});
    let body = |media: &str, required: bool| {
        let content = json!({media: {"schema": {"$ref": "#/components/schemas/Pet"}}});
        json!({"requestBody": {"required": required, "content": content}})
    };
    expect(
        &operation(json!({"parameters": [{"name": "a", "schema": {"type": "string"}}]})),
        &operation(json!({"parameters": [{"name": "a", "schema": {"type": "integer"}}]})),
        &["major PUT /a: Parameter a was changed from string to integer"],
    );
    expect(
        &operation(json!({})),
        &operation(body("application/json", true)),
        &["major PUT /a: Parameter body was added"],
    );
    expect(
        &operation(body("application/json", false)),
        &operation(body("application/xml", true)),
        &["major PUT /a: Parameter body was made required"],
    );
}

const TWIN_2: &str = include_str!("../front/twin-2.0.yaml");
const TWIN_30: &str = include_str!("../front/twin-3.0.yaml");
const TWIN_31: &str = include_str!("../front/twin-3.1.yaml");

#[test]
fn twins_differ_where_version_2_says_it_by_reference_or_by_form() {
    let [v2, v30, v31] =
        [TWIN_2, TWIN_30, TWIN_31].map(|text| source::parse("twin", text).unwrap().value().clone());
    assert!(compare(&v30, &v31).is_empty());
    assert!(compare(&v31, &v30).is_empty());
    let expected = [
        "major GET /pets: Parameter undefined was changed from undefined to undefined",
        "major GET /pets: Parameter limit was added",
        "point GET /pets: Response default was added",
        "major GET /pets: Response default type was changed from _undefined_ to Problem",
        "major POST /pets: Parameter undefined was changed from undefined to undefined",
        "major POST /pets: Parameter body was added",
        "major POST /pets/{petId}/photo: Parameter photo was removed",
        "major POST /pets/{petId}/photo: Parameter note was removed",
        "major POST /pets/{petId}/photo: Parameter body was added",
    ];
    assert_eq!(lines(&compare(&v2, &v30)), expected);
}
