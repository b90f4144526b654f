//! What schemas, parameters and operations mean, however carelessly they are written.

use std::collections::BTreeMap;

use generator::api::{AdditionalProperties, SchemaId, Shape, Style};
use generator::config::{Correction, Prune};
use generator::diagnostic::{Code, Severity};
use generator::load::{Purpose, load};
use generator::media_type::MediaType;
use serde_json::{Value, json};

use crate::{api, codes, load_text, with_schemas};

#[test]
fn compositions_become_what_they_mean() {
    let api = api(&with_schemas(&json!({
        "Base": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "n": {"type": "integer"}}},
        "Merged": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"required": ["n"], "properties": {"own": {"type": "boolean"}}}]},
        "Decorated": {"allOf": [{"$ref": "#/components/schemas/Base"}], "description": "d", "readOnly": true},
        "Nullable": {"anyOf": [{"$ref": "#/components/schemas/Base"}, {"type": "null"}]},
        "Open": {"anyOf": [{"type": "string"}, {"type": "string", "enum": ["a", "b"]}]},
        "Either": {"type": ["string", "integer", "null"], "description": "e"},
        "Tuple": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false},
        "Constant": {"const": 5},
        "NullEnum": {"type": "string", "enum": ["a", null]},
        "Cat": {"properties": {"kind": {"const": "cat"}}}, "Dog": {"properties": {"kind": {"const": "dog"}}},
        "Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}}},
        "Named": {"properties": {"name": {"type": "string"}}, "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}
    })));
    let schema = |name: &str| crate::schema(&api, name);
    let base = SchemaId("Base".to_owned());

    let Shape::Object { properties, .. } = &schema("Merged").shape else { panic!() };
    let required: Vec<_> = properties.iter().map(|(name, p)| (name.as_str(), p.required)).collect();
    assert_eq!(required, [("id", true), ("n", true), ("own", false)]);
    assert_eq!(schema("Merged").bases, std::slice::from_ref(&base));

    assert_eq!(schema("Decorated").reference(), Some(&base));
    assert!(schema("Decorated").read_only);
    assert_eq!(schema("Nullable").reference(), Some(&base));
    assert!(schema("Nullable").nullable);
    assert_eq!(schema("Open").enumeration, [json!("a"), json!("b")]);
    assert!(matches!(schema("Open").shape, Shape::String { .. }));
    assert!(
        matches!(&schema("Either").shape, Shape::Union { variants, .. } if variants.len() == 2)
    );
    assert!(schema("Either").nullable);
    assert!(
        matches!(&schema("Tuple").shape, Shape::Tuple { items, rest: None } if items.len() == 2)
    );
    assert_eq!(
        schema("Tuple").children()[1].pointer.as_str(),
        "/components/schemas/Tuple/prefixItems/1"
    );
    assert_eq!(schema("Constant").enumeration, [json!(5)]);
    assert!(schema("NullEnum").nullable);

    let Shape::Union { discriminator: Some(discriminator), .. } = &schema("Pet").shape else {
        panic!()
    };
    let mapping: Vec<_> =
        discriminator.mapping.iter().map(|(v, id)| (v.as_str(), id.as_str())).collect();
    assert_eq!(mapping, [("cat", "Cat"), ("Dog", "Dog")]);

    let Shape::Union { variants, .. } = &schema("Named").shape else { panic!() };
    let Shape::Object { properties, .. } = &variants[1].shape else { panic!() };
    assert_eq!(properties.keys().collect::<Vec<_>>(), ["name", "kind"]);
    assert_eq!(variants[1].bases, [SchemaId("Dog".to_owned())]);
}

#[test]
fn careless_schemas_are_understood() {
    let definition = json!({
        "swagger": "2.0", "info": {"title": "t", "version": 1.5}, "paths": {},
        "definitions": {
            "A": {"properties": {
                "draft3": {"type": "string", "required": true},
                "any": {"type": "any"},
                "format": {"format": "int64"},
                "numbers": {"type": "string", "enum": [1, true, "a"]},
                "text": {"type": "integer", "minimum": "3", "enum": ["1", 2]},
                "list": {"type": "array", "items": {}},
                "bare": {"items": {"type": "string"}},
                "tuple": {"type": "array", "items": [{"type": "string"}]},
                "nothing": null,
                "null": {"type": "string", "description": null},
                "nullable": {"type": "string", "x-nullable": true},
                "broken": "text",
                "bad": {"type": "string", "maxLength": {}, "required": "x"}
            }}
        }
    });
    let loaded = load_text("a", &definition.to_string());
    assert_eq!(codes(&loaded, Severity::Warning), BTreeMap::from([("invalid-shape", 2)]));
    let misshapen = loaded.diagnostics.iter().filter(|d| d.code == Code::InvalidShape);
    let places: Vec<_> = misshapen.map(|d| d.pointer.clone().unwrap().to_string()).collect();
    assert_eq!(
        places,
        ["/definitions/A/properties/broken", "/definitions/A/properties/bad/maxLength"]
    );
    let api = loaded.api.unwrap();
    assert_eq!(api.info.version, "1.5");
    let Shape::Object { properties, .. } = &api.schemas.values().next().unwrap().shape else {
        panic!()
    };
    let shape = |name: &str| &properties.get(name).unwrap().schema.shape;
    assert!(properties.get("draft3").unwrap().required);
    assert_eq!(shape("any"), &Shape::Any);
    assert_eq!(shape("broken"), &Shape::Any);
    assert!(matches!(shape("format"), Shape::Integer { format: Some(f) } if f == "int64"));
    assert_eq!(properties["numbers"].schema.enumeration, [json!("1"), json!("true"), json!("a")]);
    assert_eq!(properties["text"].schema.enumeration, [json!(1), json!(2)]);
    assert_eq!(properties["text"].schema.constraints.minimum, Some(3.into()));
    assert!(matches!(shape("list"), Shape::Array { items, .. } if items.shape == Shape::Any));
    assert!(
        matches!(shape("tuple"), Shape::Array { items, .. } if matches!(items.shape, Shape::String { .. }))
    );
    assert!(properties["nullable"].schema.nullable);
}

#[test]
fn one_malformed_part_costs_only_itself() {
    let definition = json!({
        "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
        "paths": {
            "/a": {"get": "broken", "put": {"operationId": "put", "parameters": [
                    7, {"name": "q", "in": "query", "schema": {"type": "string"}}, {"in": "query"}],
                "responses": {"200": [], "999999": {}, "2XX": {"description": "ok"}}}},
            "/b": []
        },
        "components": {"schemas": {"Good": {"type": "string"}, "Bad": 1}}
    });
    let loaded = load_text("a", &definition.to_string());
    let places: Vec<_> =
        loaded.diagnostics.iter().map(|d| d.pointer.clone().unwrap().to_string()).collect();
    let put = "/paths/~1a/put";
    let expected = [
        "/paths/~1a/get".to_owned(),
        format!("{put}/parameters/0"),
        format!("{put}/parameters/2"),
        format!("{put}/responses/200"),
        format!("{put}/responses/999999"),
        "/paths/~1b".to_owned(),
        "/components/schemas/Bad".to_owned(),
    ];
    assert_eq!(
        places.iter().cloned().collect::<std::collections::BTreeSet<_>>(),
        expected.into_iter().collect()
    );
    let api = loaded.api.unwrap();
    let operation = &api.operations[0];
    assert_eq!(operation.parameters[0].pointer.as_str(), format!("{put}/parameters/1"));
    assert_eq!(
        operation.parameters[0].schema.pointer.as_str(),
        format!("{put}/parameters/1/schema")
    );
    assert_eq!(operation.responses.len(), 1);
    assert_eq!(api.schemas.len(), 2);
}

#[test]
fn operations_are_checked() {
    let definition = json!({
        "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
        "security": [{"key": ["a"]}, {"gone": []}],
        "paths": {
            "/a/{id}": {
                "parameters": [{"name": "q", "in": "query", "description": "path", "schema": {}},
                               {"name": "id", "in": "path", "schema": {"type": "integer"}}],
                "get": {"operationId": "same", "parameters": [{"name": "q", "in": "query", "description": "own", "schema": {}}],
                        "responses": {}},
                "post": {"operationId": "same", "security": [], "responses": {}}
            },
            "/b/{id}": {"get": {"security": [{}, {"key": [], "gone": []}],
                                "parameters": [{"name": "x", "in": "path", "required": true, "schema": {}}], "responses": {}}}
        },
        "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "k"}}}
    });
    let loaded = load_text("a", &definition.to_string());
    let warnings = BTreeMap::from([
        ("duplicate-operation-id", 1),
        ("path-parameter-mismatch", 2),
        ("unknown-security-scheme", 2),
    ]);
    assert_eq!(codes(&loaded, Severity::Warning), warnings);
    let duplicate =
        loaded.diagnostics.iter().find(|d| d.code == Code::DuplicateOperationId).unwrap();
    assert!(duplicate.message.contains("`GET /a/{id}` and of `POST /a/{id}`"), "{duplicate}");
    let ids = loaded.api.iter().flat_map(|api| &api.operations).map(|o| (&o.id, &o.shared_id));
    let same = Some("same".to_owned());
    assert_eq!(ids.collect::<Vec<_>>(), [(&None, &same), (&None, &same), (&None, &None)]);

    let corrected = Correction {
        at: "/paths/~1a~1{id}/post/operationId".to_owned(),
        reason: "Unique.".to_owned(),
        expect: None,
        set: Some(json!("other")),
        merge: None,
        remove: false,
    };
    let api =
        load("a", &definition.to_string(), &Prune::default(), &[corrected], Purpose::Generate)
            .api
            .unwrap();
    let [get, post, b] = api.operations.as_slice() else { panic!() };
    let described = |o: &generator::api::Operation| {
        o.parameters.iter().filter_map(|p| p.description.clone()).collect::<Vec<_>>()
    };
    assert_eq!(described(get), ["own"]);
    assert_eq!(described(post), ["path"]);
    assert!(get.parameters.iter().any(|p| p.name == "id" && p.required));
    assert_eq!(get.security, [vec![("key".to_owned(), vec!["a".to_owned()])]]);
    assert!(post.security.is_empty());
    assert_eq!(b.security, [vec![], vec![("key".to_owned(), vec![])]]);
    assert_eq!(b.parameters.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["id"]);
}

#[test]
fn additional_properties_are_told_apart() {
    let api = api(&with_schemas(&json!({
        "Unspecified": {"type": "object"},
        "Forbidden": {"type": "object", "additionalProperties": false},
        "Any": {"type": "object", "additionalProperties": {}},
        "Typed": {"additionalProperties": {"type": "string"}},
        "Pattern": {"type": "object", "patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": false}
    })));
    let additional = |name: &str| match &api.schemas.get(&SchemaId(name.to_owned())).unwrap().shape
    {
        Shape::Object { additional, .. } => additional.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(additional("Unspecified"), AdditionalProperties::Unspecified);
    assert_eq!(additional("Forbidden"), AdditionalProperties::Forbidden);
    assert_eq!(additional("Any"), AdditionalProperties::Any);
    assert!(
        matches!(additional("Typed"), AdditionalProperties::Typed(s) if matches!(s.shape, Shape::String { .. }))
    );
    assert!(
        matches!(additional("Pattern"), AdditionalProperties::Typed(s) if matches!(s.shape, Shape::Integer { .. }))
    );
}

#[test]
fn every_way_to_write_a_list_is_told_apart() {
    let parameter = |place: &str, format: &str| {
        json!({"name": format!("{place}-{format}"), "in": place, "type": "array", "required": place == "path",
               "items": {"type": "string"}, "collectionFormat": format})
    };
    let formats = ["csv", "ssv", "tsv", "pipes"];
    let parameters: Vec<Value> = [("query", true), ("header", false), ("path", false)]
        .into_iter()
        .flat_map(|(place, multi)| {
            let multi = multi.then_some("multi");
            formats.into_iter().chain(multi).map(move |format| parameter(place, format))
        })
        .collect();
    let path = format!("/{}", formats.map(|format| format!("{{path-{format}}}")).join("/"));
    let definition = json!({
        "swagger": "2.0", "info": {"title": "t", "version": "1"},
        "paths": {path: {"get": {"parameters": parameters, "responses": {}}}}
    });
    let api = api(&definition.to_string());
    let found: Vec<_> = api.operations[0]
        .parameters
        .iter()
        .map(|p| (p.name.as_str(), p.style, p.explode))
        .collect();
    let expected = [
        ("query-csv", Style::Form, false),
        ("query-ssv", Style::SpaceDelimited, false),
        ("query-tsv", Style::TabDelimited, false),
        ("query-pipes", Style::PipeDelimited, false),
        ("query-multi", Style::Form, true),
        ("header-csv", Style::Simple, false),
        ("header-ssv", Style::SpaceDelimited, false),
        ("header-tsv", Style::TabDelimited, false),
        ("header-pipes", Style::PipeDelimited, false),
        ("path-csv", Style::Simple, false),
        ("path-ssv", Style::SpaceDelimited, false),
        ("path-tsv", Style::TabDelimited, false),
        ("path-pipes", Style::PipeDelimited, false),
    ];
    assert_eq!(found, expected);
    assert!(api.operations[0].parameters.iter().all(|parameter| parameter.extensions.is_empty()));
}

#[test]
fn styles_have_the_defaults_of_their_places() {
    let definition = json!({
        "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
        "paths": {"/{a}/{b}/{c}": {"get": {"responses": {}, "parameters": [
            {"name": "a", "in": "path", "required": true, "schema": {}},
            {"name": "b", "in": "path", "required": true, "schema": {}, "style": "matrix", "explode": true},
            {"name": "c", "in": "path", "required": true, "schema": {}, "style": "label"},
            {"name": "q", "in": "query", "schema": {}},
            {"name": "r", "in": "query", "schema": {}, "style": "deepObject", "explode": true},
            {"name": "s", "in": "query", "content": {"application/json": {"schema": {"type": "object"}}}},
            {"name": "h", "in": "header", "schema": {}},
            {"name": "k", "in": "cookie", "schema": {}}
        ]}}}
    });
    let api = api(&definition.to_string());
    let found: Vec<_> = api.operations[0]
        .parameters
        .iter()
        .map(|p| (p.name.as_str(), p.style, p.explode))
        .collect();
    let expected = [
        ("a", Style::Simple, false),
        ("b", Style::Matrix, true),
        ("c", Style::Label, false),
        ("q", Style::Form, true),
        ("r", Style::DeepObject, true),
        ("s", Style::Form, true),
        ("h", Style::Simple, false),
        ("k", Style::Form, true),
    ];
    assert_eq!(found, expected);
    let media_type = api.operations[0].parameters[5].media_type.as_ref();
    assert_eq!(media_type.map(MediaType::as_str), Some("application/json"));
}
