//! Pruning and corrections: a part of a definition, and a definition that is put right.

use std::collections::BTreeMap;
use std::fs;

use generator::api::SchemaId;
use generator::config::{Correction, Prune};
use generator::diagnostic::{Code, Severity};
use generator::load::{Purpose, load};
use serde_json::json;

use crate::real::shared;
use crate::{TWIN_30, api, codes, load_text};

#[test]
fn the_unpruned_definition_gives_the_same_operations_and_schemas() {
    let Some(folder) = shared("history/guest-chat/swagger") else { return };
    let text = fs::read_to_string(folder.join("54-18.0.0.json")).unwrap();
    let rules = Prune { paths: vec!["/api/v2/webchat/guest".to_owned()], ..Prune::default() };
    let pruned = load("54", &text, &rules, &[], Purpose::Generate);
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
    let loaded = load("platform", &text, &rules, &[], Purpose::Generate);
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
    let loaded = load("a", TWIN_30, &rules, &[], Purpose::Generate);
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
    let loaded = load("a", &definition.to_string(), &rules, &[], Purpose::Generate);
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
    let loaded = load("a", TWIN_30, &Prune::default(), &[correction], Purpose::Generate);
    let ids: Vec<_> = loaded.api.unwrap().operations.into_iter().filter_map(|o| o.id).collect();
    assert!(ids.contains(&"findPets".to_owned()));
    let loaded = load("a", TWIN_30, &Prune::default(), &twice, Purpose::Generate);
    assert_eq!(codes(&loaded, Severity::Error), BTreeMap::from([("overlay-failed", 1)]));
}
