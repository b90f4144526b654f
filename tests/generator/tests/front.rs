//! The front rooms on whole definitions: real ones, twins of one API in every version and format, and
//! hostile ones. What a room does with one keyword is tested beside the room.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use generator::api::{AdditionalProperties, Api, Schema, SchemaId, Shape};
use generator::config::{Correction, Prune};
use generator::diagnostic::{Code, Severity};
use generator::load::{Loaded, load};
use generator::pointer::Pointer;
use generator::source;
use serde_json::{Value, json};

fn load_text(name: &str, text: &str) -> Loaded {
    load(name, text, &Prune::default(), &[])
}

fn api(text: &str) -> Api {
    let loaded = load_text("definition", text);
    loaded.api.unwrap_or_else(|| panic!("{}", loaded.diagnostics))
}

/// The codes of the problems, with how often each occurs.
fn codes(loaded: &Loaded, severity: Severity) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    for diagnostic in loaded.diagnostics.iter().filter(|d| d.severity == severity) {
        *codes.entry(diagnostic.code.name()).or_default() += 1;
    }
    codes
}

/// A folder beside the repository that holds real definitions; `None` outside the workshop.
fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: no folder {}", path.display());
    None
}

fn is_definition(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|e| e == "json" || e == "yaml")
}

/// All definitions in a folder and in the folders inside it, sorted.
fn definitions(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(definitions(&path));
        } else if is_definition(&path) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Checks what every result promises: no reference leads nowhere, operations are sorted, every pointer
/// names a place of the document or is inside one.
fn check(name: &str, loaded: &Loaded) {
    let Some(api) = &loaded.api else { return };
    let document = loaded.document.as_ref().unwrap();
    let sorted = api.operations.is_sorted_by_key(|o| (o.path.text.clone(), o.method));
    assert!(sorted, "{name}: operations are not sorted");
    let mut open: Vec<&Schema> = api.schemas.values().collect();
    for operation in &api.operations {
        let place = document.value().pointer(operation.pointer.as_str());
        assert!(place.is_some_and(Value::is_object), "{name}: {}", operation.pointer);
        open.extend(operation.parameters.iter().map(|p| &p.schema));
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        let replies = operation.responses.iter().flat_map(|response| &response.contents);
        open.extend(bodies.chain(replies).filter_map(|content| content.schema.as_ref()));
        for required in operation.path.parameters() {
            assert!(operation.parameters.iter().any(|p| p.name == required), "{name}: {required}");
        }
    }
    while let Some(schema) = open.pop() {
        if let Some(id) = schema.reference() {
            assert!(api.schemas.contains_key(id), "{name}: `{id}` is not there");
        }
        assert!(document.position(&schema.pointer).is_some(), "{name}: {}", schema.pointer);
        open.extend(schema.children());
    }
}

#[test]
fn every_release_of_the_guest_definition_is_clean() {
    let Some(folder) = shared("history/guest-chat/swagger") else { return };
    let files = definitions(&folder);
    assert!(files.len() > 50);
    for file in files {
        let loaded = load_text(&file.to_string_lossy(), &fs::read_to_string(&file).unwrap());
        assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics);
        check(&file.to_string_lossy(), &loaded);
    }
}

/// Real definitions that are broken, and how.
const BROKEN: &[(&str, &str, usize)] = &[
    ("bitbucket.yaml", "duplicate-operation-id", 4),
    ("casdoor.json", "duplicate-operation-id", 2),
    ("docusign-esign-2022.json", "unresolved-reference", 2),
    ("giantswarm.yaml", "external-reference", 536),
    ("keycloak-23.json", "unresolved-reference", 1),
    ("kubernetes-2022.json", "duplicate-operation-id", 104),
    ("spacetraders.json", "external-reference", 129),
    ("xsoar.json", "unresolved-reference", 2),
];

#[test]
fn real_definitions_have_no_errors_but_their_own() {
    let Some(folder) = shared("specs") else { return };
    for entry in fs::read_dir(&folder).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if !is_definition(&file) {
            continue;
        }
        let loaded = load_text(&name, &fs::read_to_string(&file).unwrap());
        let expected: BTreeMap<_, _> = BROKEN
            .iter()
            .filter(|(n, ..)| *n == name)
            .map(|(_, code, count)| (*code, *count))
            .collect();
        assert_eq!(codes(&loaded, Severity::Error), expected, "{name}");
        check(&name, &loaded);
        for diagnostic in loaded.diagnostics.iter() {
            assert!(diagnostic.position.is_some(), "{name}: {diagnostic}");
        }
    }
}

#[test]
fn pairs_of_releases_have_no_errors() {
    let Some(folder) = shared("pairs") else { return };
    for file in definitions(&folder) {
        let name = file.to_string_lossy();
        let loaded = load_text(&name, &fs::read_to_string(&file).unwrap());
        assert_eq!(codes(&loaded, Severity::Error), BTreeMap::new(), "{name}");
        check(&name, &loaded);
    }
}

/// A value without what may differ between twins: where things stand.
fn without_pointers(mut value: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.retain(|key, member| key != "pointer" || !member.is_string());
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut value);
    value
}

fn facts(api: &Api) -> Value {
    without_pointers(serde_json::to_value(api).unwrap())
}

#[test]
fn json_and_yaml_give_the_same_api() {
    let mut texts = vec![TWIN_2.to_owned(), TWIN_30.to_owned(), TWIN_31.to_owned()];
    if let Some(folder) = shared("specs") {
        for name in ["gc-guestchat.json", "meilisearch.json", "up-banking.json"] {
            texts.push(fs::read_to_string(folder.join(name)).unwrap());
        }
    }
    for text in texts {
        let value = source::parse("twin", &text).unwrap().value().clone();
        let as_json = api(&serde_json::to_string_pretty(&value).unwrap());
        let as_yaml = api(&serde_yaml::to_string(&value).unwrap());
        assert_eq!(as_json, as_yaml);
    }
}

#[test]
fn twins_in_all_versions_give_the_same_api() {
    let (v2, v30, v31) = (api(TWIN_2), api(TWIN_30), api(TWIN_31));
    assert_eq!(facts(&v2), facts(&v30));
    assert_eq!(facts(&v30), facts(&v31));
    assert_eq!(v2.operations.len(), 4);
}

const TWIN_2: &str = include_str!("front/twin-2.0.yaml");
const TWIN_30: &str = include_str!("front/twin-3.0.yaml");
const TWIN_31: &str = include_str!("front/twin-3.1.yaml");

/// Every place of a tree.
fn pointers(value: &Value) -> Vec<Pointer> {
    let mut found = Vec::new();
    let mut open = vec![(Pointer::root(), value)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                open.extend(members.iter().map(|(key, member)| (pointer.child(key), member)));
            }
            Value::Array(items) => {
                open.extend(items.iter().enumerate().map(|(n, item)| (pointer.child(n), item)));
            }
            _ => {}
        }
        found.push(pointer);
    }
    found
}

#[test]
fn every_member_is_found_where_its_key_is_written() {
    for text in [TWIN_2, TWIN_30, TWIN_31] {
        let yaml = source::parse("twin.yaml", text).unwrap();
        let text = serde_json::to_string_pretty(yaml.value()).unwrap();
        let json = source::parse("twin.json", &text).unwrap();
        for pointer in pointers(yaml.value()) {
            let Some(key) = pointer.last().filter(|key| key.parse::<usize>().is_err()) else {
                continue;
            };
            for (document, quoted) in [(&json, true), (&yaml, false)] {
                let position = document.position(&pointer).unwrap();
                let line = document.line(position.line).unwrap();
                let rest: String = line.chars().skip(position.column - 1).collect();
                let key = if quoted { format!("{key:?}:") } else { format!("{key}:") };
                let unquoted = rest.replacen(['\'', '"'], "", if quoted { 0 } else { 2 });
                assert!(unquoted.starts_with(&key), "{pointer}: {rest} in {}", document.name());
            }
        }
    }
}

#[test]
fn the_unpruned_definition_gives_the_same_operations_and_schemas() {
    let Some(folder) = shared("history/guest-chat/swagger") else { return };
    let text = fs::read_to_string(folder.join("54-18.0.0.json")).unwrap();
    let rules = Prune { paths: vec!["/api/v2/webchat/guest".to_owned()], ..Prune::default() };
    let pruned = load("54", &text, &rules, &[]);
    assert!(pruned.diagnostics.is_empty(), "{}", pruned.diagnostics);
    let (pruned, whole) = (pruned.api.unwrap(), api(&text));
    assert_eq!(pruned.operations, whole.operations);
    assert_eq!(pruned.schemas, whole.schemas);
    let tags: Vec<_> = pruned.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(tags, ["WebChat"], "only the tag of the kept operations stays");
    assert!(whole.tags.len() > 50);
    let schemes: Vec<_> = pruned.security_schemes.keys().collect();
    assert_eq!(schemes, ["Guest Chat JWT"]);
}

#[test]
fn pruning_the_platform_definition_keeps_what_the_guest_definition_has() {
    let Some(folder) = shared("specs") else { return };
    let text = fs::read_to_string(folder.join("gc-public-2017.json")).unwrap();
    let rules = Prune { tags: vec!["Greetings".to_owned()], ..Prune::default() };
    let loaded = load("platform", &text, &rules, &[]);
    let api = loaded.api.unwrap();
    assert!(api.operations.iter().all(|o| o.tags.iter().any(|tag| tag == "Greetings")));
    let reached = generator::api::directions(&api);
    assert_eq!(reached.len(), api.schemas.len(), "nothing is kept that nothing reaches");
    let whole = load_text("platform", &text).api.unwrap();
    for (id, schema) in &api.schemas {
        assert_eq!(whole.schemas.get(id), Some(schema), "{id}");
    }
}

#[test]
fn prune_without_rules_keeps_even_what_nothing_uses() {
    let text = json!({
        "swagger": "2.0", "info": {"title": "models", "version": "1"}, "paths": {},
        "definitions": {"A": {"type": "object"}, "B": {"type": "string"}}
    });
    assert_eq!(api(&text.to_string()).schemas.len(), 2);
}

#[test]
fn prune_rules_that_match_nothing_name_the_nearest() {
    let rules = Prune { paths: vec!["/pest".to_owned()], ..Prune::default() };
    let loaded = load("a", TWIN_30, &rules, &[]);
    let problem = loaded.diagnostics.iter().next().unwrap();
    assert_eq!(problem.code, Code::PruneMatchesNothing);
    assert_eq!(problem.help.as_deref(), Some("Nearest to `/pest`: `/pets`."));
}

#[test]
fn prune_follows_every_kind_of_reference() {
    let definition = json!({
        "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
        "paths": {
            "/keep": {
                "parameters": [{"$ref": "#/components/parameters/Shared"}],
                "get": {"tags": ["a"], "security": [{"key": []}], "responses": {
                    "200": {"$ref": "#/components/responses/Ok"},
                    "400": {"description": "", "content": {"application/json": {"schema": {
                        "oneOf": [{"$ref": "#/components/schemas/One"}],
                        "discriminator": {"propertyName": "k", "mapping": {"x": "Mapped"}}}}}}
                }}
            },
            "/drop": {"get": {"tags": ["b"], "responses": {"200": {"$ref": "#/components/responses/Gone"}}}}
        },
        "tags": [{"name": "a"}, {"name": "b"}],
        "components": {
            "parameters": {"Shared": {"name": "s", "in": "query", "schema": {"$ref": "#/components/schemas/P"}},
                           "Unused": {"name": "u", "in": "query", "schema": {}}},
            "responses": {"Ok": {"description": "", "headers": {"h": {"$ref": "#/components/headers/H"}},
                "content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/Deep/properties/inner"},
                    "examples": {"e": {"$ref": "#/components/examples/E"}}}}},
                "Gone": {"description": ""}},
            "headers": {"H": {"schema": {"$ref": "#/components/schemas/HS"}}},
            "examples": {"E": {"value": 1}, "Unused": {"value": 2}},
            "schemas": {
                "P": {"type": "string"}, "HS": {"type": "string"},
                "Deep": {"type": "object", "properties": {"inner": {"type": "object"}}},
                "One": {"type": "object", "discriminator": {"propertyName": "k"}},
                "Sub": {"allOf": [{"$ref": "#/components/schemas/One"}]},
                "Mapped": {"type": "object"},
                "Unused": {"type": "object"}
            },
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "k"},
                                "other": {"type": "http", "scheme": "basic"}}
        }
    });
    let rules = Prune { paths: vec!["/keep".to_owned()], ..Prune::default() };
    let loaded = load("a", &definition.to_string(), &rules, &[]);
    assert!(!loaded.diagnostics.has_errors(), "{}", loaded.diagnostics);
    let api = loaded.api.unwrap();
    let names: Vec<_> = api.schemas.keys().map(SchemaId::as_str).collect();
    let moved = "/components/schemas/Deep/properties/inner";
    assert_eq!(names, [moved, "Deep", "HS", "Mapped", "One", "P", "Sub"]);
    assert_eq!(api.security_schemes.len(), 1);
    assert_eq!(api.tags.len(), 1);
}

#[test]
fn corrections_apply_before_everything_else() {
    let correction = Correction {
        at: "/paths/~1pets/get/operationId".to_owned(),
        reason: "The name is misleading.".to_owned(),
        expect: Some(json!("listPets")),
        set: Some(json!("findPets")),
        merge: None,
        remove: false,
    };
    let twice = [correction.clone(), correction.clone()];
    let loaded = load("a", TWIN_30, &Prune::default(), &[correction]);
    let ids: Vec<_> = loaded.api.unwrap().operations.into_iter().filter_map(|o| o.id).collect();
    assert!(ids.contains(&"findPets".to_owned()));
    let loaded = load("a", TWIN_30, &Prune::default(), &twice);
    assert_eq!(codes(&loaded, Severity::Error), BTreeMap::from([("overlay-failed", 1)]));
}

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

/// A definition of 3.1 with these schemas and nothing else.
fn with_schemas(schemas: &Value) -> String {
    json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {},
           "components": {"schemas": schemas}})
    .to_string()
}

#[test]
fn references_that_lead_nowhere_are_errors_with_a_suggestion() {
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
    let errors = codes(&loaded, Severity::Error);
    assert_eq!(errors, BTreeMap::from([("external-reference", 2), ("unresolved-reference", 3)]));
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
    let errors = codes(&loaded, Severity::Error);
    assert_eq!(errors.keys().copied().collect::<Vec<_>>(), ["circular-reference"]);
    assert_eq!(codes(&loaded, Severity::Warning), BTreeMap::from([("unsupported-schema", 2)]));
}

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
    let schema = |name: &str| api.schemas.get(&SchemaId(name.to_owned())).unwrap();
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
    let places: Vec<_> =
        loaded.diagnostics.iter().map(|d| d.pointer.clone().unwrap().to_string()).collect();
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
    assert_eq!(codes(&loaded, Severity::Error), BTreeMap::from([("duplicate-operation-id", 1)]));
    let warnings = BTreeMap::from([("path-parameter-mismatch", 2), ("unknown-security-scheme", 2)]);
    assert_eq!(codes(&loaded, Severity::Warning), warnings);
    let duplicate =
        loaded.diagnostics.iter().find(|d| d.code == Code::DuplicateOperationId).unwrap();
    assert!(duplicate.message.contains("`GET /a/{id}` and of `POST /a/{id}`"), "{duplicate}");

    let corrected = Correction {
        at: "/paths/~1a~1{id}/post/operationId".to_owned(),
        reason: "Unique.".to_owned(),
        expect: None,
        set: Some(json!("other")),
        merge: None,
        remove: false,
    };
    let api = load("a", &definition.to_string(), &Prune::default(), &[corrected]).api.unwrap();
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

/// Numbers that look random and are always the same.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
}

#[test]
fn truncated_definitions_never_panic() {
    for text in [TWIN_2, TWIN_31] {
        let value = source::parse("twin", text).unwrap().value().clone();
        let json = value.to_string();
        for text in [json.as_str(), text] {
            for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
                // Every place in JSON; in YAML, whose beginnings are mostly valid, some.
                if text.starts_with('{') || end % 37 == 0 {
                    load_text("cut", &text[..end]);
                }
            }
        }
    }
}

#[test]
fn definitions_with_noise_never_panic() {
    let mut noise = Noise(7);
    let alphabet: Vec<char> = "{}[]:,\"'#&*!|>-%@`~ \n\t\\0a$é\u{0}\u{feff}".chars().collect();
    for _ in 0..2_000 {
        let length = noise.next() % 200;
        let text: String = (0..length)
            .map(|_| alphabet[usize::try_from(noise.next()).unwrap() % alphabet.len()])
            .collect();
        load_text("noise", &text);
    }
    for text in [TWIN_2, TWIN_30, TWIN_31] {
        let characters: Vec<char> = text.chars().collect();
        for _ in 0..150 {
            let mut changed = characters.clone();
            for _ in 0..3 {
                let at = usize::try_from(noise.next()).unwrap() % changed.len();
                changed[at] = alphabet[usize::try_from(noise.next()).unwrap() % alphabet.len()];
            }
            load_text("changed", &changed.into_iter().collect::<String>());
        }
    }
}

#[test]
fn any_value_in_any_place_never_panics() {
    let values = [
        json!(null),
        json!(true),
        json!(7),
        json!("text"),
        json!([]),
        json!({}),
        json!([{}]),
        json!({"$ref": "#/definitions/Pet"}),
        json!({"$ref": "#"}),
        json!({"$ref": "#/paths"}),
        json!([null]),
    ];
    for text in [TWIN_2, TWIN_31] {
        let original = source::parse("twin", text).unwrap().value().clone();
        for pointer in pointers(&original) {
            for value in &values {
                let mut changed = original.clone();
                *changed.pointer_mut(pointer.as_str()).unwrap() = value.clone();
                load_text("changed", &changed.to_string());
            }
        }
    }
}

#[test]
fn depth_and_size_have_limits() {
    let code = |text: &str| load_text("deep", text).diagnostics.iter().next().unwrap().code;
    for depth in [500, 10_000, 100_000] {
        let arrays = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(code(&arrays), Code::InputTooLarge);
        assert_eq!(
            code(&format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth))),
            Code::InputTooLarge
        );
        if depth <= 10_000 {
            assert_eq!(code(&format!("a: {arrays}")), Code::InputTooLarge);
        }
    }
    let mut block = String::new();
    for depth in 0..1_000 {
        writeln!(block, "{}a:", " ".repeat(depth)).unwrap();
    }
    assert_eq!(code(&block), Code::InputTooLarge);
    let long = "x".repeat(1_000_000);
    let definition = json!({"openapi": "3.0.0", "info": {"title": long, "version": long}, "paths": {format!("/{long}"): {}},
        "components": {"schemas": {"A": {"$ref": format!("#/components/schemas/{long}")}}}});
    assert_eq!(code(&definition.to_string()), Code::UnresolvedReference);
}

#[test]
fn the_deepest_schemas_fit_the_stack() {
    let nest = |levels: usize, around: &dyn Fn(Value) -> Value| {
        (0..levels).fold(json!({"type": "string"}), |inner, _| around(inner))
    };
    let deepest = [
        nest(58, &|inner| json!({"type": "array", "items": inner})),
        nest(29, &|inner| json!({"properties": {"a": inner}})),
        nest(29, &|inner| json!({"allOf": [inner]})),
        nest(29, &|inner| json!({"oneOf": [inner], "properties": {"x": {}}})),
        nest(29, &|inner| json!({"allOf": [inner, {"properties": {"x": {}}}]})),
        nest(29, &|inner| json!({"type": ["string", "array"], "prefixItems": [inner]})),
        nest(58, &|inner| json!({"additionalProperties": inner, "type": ["object", "string"]})),
    ];
    for schema in deepest {
        let loaded = load_text("deep", &with_schemas(&json!({ "A": schema })));
        assert!(!loaded.diagnostics.has_errors(), "{}", loaded.diagnostics);
    }
}

#[test]
fn chains_of_references_have_limits() {
    let reference = |name: String| json!({"$ref": format!("#/components/schemas/{name}")});
    let mut aliases = serde_json::Map::new();
    let mut extended = serde_json::Map::new();
    let mut doubled = serde_json::Map::new();
    for n in 0..3_000 {
        aliases.insert(format!("S{n}"), reference(format!("S{}", n + 1)));
        extended.insert(
            format!("S{n}"),
            json!({"allOf": [reference(format!("S{}", n + 1)), {"properties": {"p": {"type": "string"}}}]}),
        );
    }
    for n in 0..300 {
        let next = reference(format!("S{}", n + 1));
        let inside = json!({"allOf": [next, {"properties": {"p": {"type": "string"}}}]});
        doubled.insert(
            format!("S{n}"),
            json!({"allOf": [next, next], "properties": {"a": inside, "b": inside, "c": inside}}),
        );
    }
    for (mut schemas, end) in [(aliases, 3_000), (extended, 3_000), (doubled, 300)] {
        schemas.insert(format!("S{end}"), json!({"type": "object"}));
        let loaded = load_text("chain", &with_schemas(&Value::Object(schemas)));
        assert!(!loaded.diagnostics.has_errors());
    }
}

#[test]
fn aliases_cannot_explode() {
    let mut text = String::from("openapi: 3.0.0\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "a{level}: &a{level} [{inner}]").unwrap();
    }
    let loaded = load_text("bomb", &text);
    assert_eq!(loaded.diagnostics.iter().next().unwrap().code, Code::InputTooLarge);
    for text in [
        "a: &a [*a]",
        "a: &a {b: *a}",
        "a: &a\n  <<: *a\n  b: 1\n",
        "*a",
        "a: *b",
        "<<: 1",
        "<<: [*x]",
    ] {
        load_text("alias", text);
    }
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
