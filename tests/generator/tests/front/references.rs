//! References of every kind, those that lead nowhere and those that lead in circles.

use std::collections::BTreeMap;

use generator::api::{SchemaId, Shape};
use generator::diagnostic::Severity;
use serde_json::json;

use crate::{api, codes, load_text, schema, with_schemas};

#[test]
fn local_references_to_any_place_name_a_schema() {
    let definition = json!({
        "swagger": "2.0", "info": {"title": "t", "version": "1"},
        "paths": {"/a/{b}": {"get": {
            "parameters": [{"name": "b", "in": "path", "required": true, "type": "string"}],
            "responses": {"200": {"description": "", "schema": {
                "type": "object", "description": "shared", "properties": {"x": {"type": "string"}}}}}}},
            "/c": {"get": {
                "parameters": [{"$ref": "#/paths/~1a~1%7Bb%7D/get/parameters/0"}],
                "responses": {
                    "200": {"description": "", "schema": {"$ref": "#/paths/~1a~1%7Bb%7D/get/responses/200/schema"}},
                    "404": {"$ref": "#/paths/~1a~1%7Bb%7D/get/responses/200"}}}}},
        "definitions": {"A": {"$ref": "#/definitions/B"}, "B": {"type": "string"}}
    });
    let loaded = load_text("a", &definition.to_string());
    assert!(!loaded.diagnostics.has_errors(), "{}", loaded.diagnostics);
    let api = loaded.api.unwrap();
    let id = SchemaId("/paths/~1a~1{b}/get/responses/200/schema".to_owned());
    let schema = api.schemas.get(&id).unwrap();
    assert_eq!(schema.pointer.as_str(), id.as_str());
    assert!(
        matches!(&schema.shape, Shape::Object { properties, .. } if properties.contains_key("x"))
    );
    for operation in &api.operations {
        for response in &operation.responses {
            let schema = response.contents[0].schema.as_ref().unwrap();
            assert_eq!(schema.reference(), Some(&id), "{}", response.pointer);
        }
    }
    assert_eq!(
        api.operations[0].responses[0].contents[0].schema.as_ref().unwrap().description.as_deref(),
        Some("shared")
    );
    let alias = api.schemas.get(&SchemaId("A".to_owned())).unwrap();
    assert_eq!(alias.reference(), Some(&SchemaId("B".to_owned())));
}

#[test]
fn references_that_lead_nowhere_are_said_with_a_suggestion() {
    let loaded = load_text(
        "a",
        &with_schemas(&json!({
            "Member": {"type": "object"},
            "A": {"$ref": "#/components/schemas/Membre"},
            "B": {"$ref": "#/components/schemas/A/propertys/x"},
            "C": {"$ref": "other.yaml#/C"},
            "D": {"$ref": "https://example.com/d.json"},
            "E": {"$ref": "#anchor"}
        })),
    );
    let found = codes(&loaded, Severity::Warning);
    assert_eq!(found, BTreeMap::from([("external-reference", 2), ("unresolved-reference", 3)]));
    let helps: Vec<_> = loaded.diagnostics.iter().filter_map(|d| d.help.clone()).collect();
    assert!(helps.contains(&"Did you mean `#/components/schemas/Member`?".to_owned()), "{helps:?}");
}

#[test]
fn circles_of_every_kind_are_reported_or_opened() {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let loaded = load_text(
        "a",
        &with_schemas(&json!({
            "Self": reference("Self"),
            "A": reference("B"), "B": {"description": "b", "$ref": "#/components/schemas/A"},
            "AllOf": {"allOf": [reference("AllOf"), {"properties": {"x": {}}}]},
            "X": {"allOf": [reference("Y"), {"properties": {"x": {}}}]},
            "Y": {"allOf": [reference("X"), {"properties": {"y": {}}}]},
            "Union": {"oneOf": [reference("Union"), {"type": "string"}, {"type": "integer"}]},
            "Tree": {"properties": {"children": {"type": "array", "items": reference("Tree")}}},
            "Node": {"properties": {"parent": {"allOf": [reference("Node"), {"properties": {"x": {"type": "string"}}}]}}},
            "Place": {"properties": {"self": {"$ref": "#/components/schemas/Place/properties/self"}}}
        })),
    );
    assert!(!loaded.diagnostics.has_errors());
    let found = codes(&loaded, Severity::Warning);
    let kinds: Vec<_> = found.keys().copied().collect();
    assert_eq!(kinds, ["circular-reference", "unsupported-schema"]);
    assert_eq!(found["unsupported-schema"], 2);
}

#[test]
fn path_items_are_read_where_references_lead() {
    let definition = json!({
        "openapi": "3.1.0", "info": {"title": "t", "version": "1"},
        "paths": {
            "/a": {"$ref": "#/components/pathItems/Shared", "post": {"operationId": "own", "responses": {}}},
            "/b": {"$ref": "#/paths/~1a"},
            "/c": {"$ref": "#/paths/~1d"}, "/d": {"$ref": "#/paths/~1c"},
            "/e": {"$ref": "paths.yaml#/e"}
        },
        "components": {"pathItems": {"Shared": {
            "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
            "get": {"responses": {"204": {"description": "none"}}}
        }}}
    });
    let loaded = load_text("a", &definition.to_string());
    let found = codes(&loaded, Severity::Warning);
    assert_eq!(found, BTreeMap::from([("circular-reference", 2), ("external-reference", 1)]));

    let mut definition = definition;
    for path in ["/c", "/d", "/e"] {
        definition["paths"].as_object_mut().unwrap().shift_remove(path);
    }
    let api = api(&definition.to_string());
    let found: Vec<_> =
        api.operations.iter().map(|o| (o.path.text.as_str(), o.method.as_str())).collect();
    assert_eq!(found, [("/a", "GET"), ("/a", "POST"), ("/b", "GET")]);
    for operation in api.operations.iter().filter(|operation| operation.method.as_str() == "GET") {
        assert_eq!(operation.pointer.as_str(), "/components/pathItems/Shared/get");
        assert_eq!(operation.parameters[0].name, "q");
    }
}

#[test]
fn keywords_beside_a_reference_count_as_the_version_says() {
    let schemas = json!({
        "A": {"type": "object", "properties": {"x": {"type": "string"}}},
        "B": {"$ref": "#/components/schemas/A", "description": "b", "required": ["x"]},
        "C": {"$ref": "#/components/schemas/C/$defs/Inner", "$defs": {"Inner": {"type": "integer"}}}
    });
    let new = api(&with_schemas(&schemas));
    let Shape::Object { properties, .. } = &schema(&new, "B").shape else { panic!() };
    assert!(properties["x"].required);
    assert_eq!(schema(&new, "B").bases, [SchemaId("A".to_owned())]);
    let inner = "/components/schemas/C/$defs/Inner";
    assert_eq!(schema(&new, "C").reference().map(SchemaId::as_str), Some(inner));
    assert!(matches!(schema(&new, inner).shape, Shape::Integer { .. }));

    let loaded = load_text("a", &with_schemas(&schemas).replace("3.1.0", "3.0.0"));
    assert_eq!(codes(&loaded, Severity::Warning), BTreeMap::from([("ignored-keyword", 2)]));
    let old = loaded.api.unwrap();
    assert_eq!(schema(&old, "B").reference().map(SchemaId::as_str), Some("A"));
    assert_eq!(schema(&old, "B").description.as_deref(), Some("b"));
}
