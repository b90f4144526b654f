//! The coverage: nothing that differs between two documents is lost on the way to the report.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail loudly"
)]

use std::collections::BTreeMap;

use generator::changes::{Covered, CoveredBy};
use generator::diff::coverage::{Compared, Coverage, account, reasons};
use generator::pointer::Pointer;
use generator::source::Version;
use serde_json::{Value, json};

fn coverage_of(old: &Value, new: &Value, covered: &[(&str, bool)]) -> Coverage {
    let one = |(number, (pointer, is_new)): (usize, &(&str, bool))| Covered {
        pointer: Pointer::from_escaped(*pointer),
        is_new: *is_new,
        by: CoveredBy::Change(number),
    };
    let covered: Vec<Covered> = covered.iter().enumerate().map(one).collect();
    let side = |value| Compared { value, version: Version::Swagger2 };
    account(side(old), side(new), &covered)
}

/// The places that nobody knows of, the old ones with a minus.
fn uncovered(coverage: &Coverage) -> Vec<String> {
    let sign = |is_new| if is_new { '+' } else { '-' };
    let place =
        |at: &generator::diff::coverage::Uncovered| format!("{}{}", sign(at.is_new), at.pointer);
    coverage.uncovered.iter().map(place).collect()
}

#[track_caller]
fn assert_unclaimed(old: &Value, new: &Value, covered: &[(&str, bool)], expected: &[&str]) {
    let coverage = coverage_of(old, new, covered);
    assert_eq!(uncovered(&coverage), expected, "{coverage:#?}");
    assert_eq!(coverage.idle, Vec::<usize>::new(), "changes without a difference");
}

#[track_caller]
fn assert_ignored(old: &Value, new: &Value, expected: &[(&'static str, usize)]) {
    for (old, new) in [(old, new), (new, old)] {
        let coverage = coverage_of(old, new, &[]);
        assert_eq!(uncovered(&coverage), Vec::<String>::new(), "{coverage:#?}");
        assert_eq!(coverage.ignored, expected.iter().copied().collect::<BTreeMap<_, _>>());
        assert_eq!(coverage.covered, 0);
    }
}

/// A definition with one operation, changed by a closure.
fn definition(change: impl FnOnce(&mut Value)) -> Value {
    let mut value = json!({
        "swagger": "2.0",
        "info": {"title": "Pets", "version": "1"},
        "host": "example.org",
        "paths": {"/pets/{id}": {"post": {
            "operationId": "addPet",
            "tags": ["Pets"],
            "parameters": [
                {"name": "id", "in": "path", "required": true, "type": "string"},
                {"name": "limit", "in": "query", "type": "integer"},
                {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Pet"}}
            ],
            "responses": {"200": {"description": "Done.", "schema": {"$ref": "#/definitions/Pet"}}}
        }}},
        "definitions": {"Pet": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "maxLength": 20},
                "kind": {"type": "string", "enum": ["CAT", "DOG"]}
            }
        }}
    });
    change(&mut value);
    value
}

fn at<'a>(value: &'a mut Value, pointer: &str) -> &'a mut Value {
    value.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}"))
}

const OPERATION: &str = "/paths/~1pets~1{id}/post";

#[test]
fn the_same_document_has_no_differences() {
    let value = definition(|_| ());
    let coverage = coverage_of(&value, &value, &[]);
    assert_eq!(coverage, Coverage { values: coverage.values, ..Coverage::default() });
    let bare = json!({"swagger": "2.0", "paths": {}, "tags": [{"name": "Pets"}]});
    assert_eq!(coverage_of(&bare, &bare, &[]).values, 2 * 6);
}

#[test]
fn what_nobody_claims_is_listed() {
    let old = definition(|_| ());
    let new = definition(|value| {
        at(value, "/definitions/Pet/properties/name")["maxLength"] = json!(10);
        at(value, "/definitions/Pet/properties/kind")["enum"] = json!(["DOG", "COW"]);
        at(value, "/definitions/Pet/properties")["age"] = json!({"type": "integer"});
        at(value, OPERATION)["responses"]["404"] = json!({"description": "Not there."});
    });
    let expected = [
        "-/definitions/Pet/properties/kind/enum/0",
        "+/definitions/Pet/properties/age",
        "+/definitions/Pet/properties/kind/enum/1",
        "+/definitions/Pet/properties/name/maxLength",
        "+/paths/~1pets~1{id}/post/responses/404",
    ];
    let mut expected = expected.map(str::to_owned).to_vec();
    let mut found = uncovered(&coverage_of(&old, &new, &[]));
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_claim_covers_what_is_below_it_in_either_document() {
    let old = definition(|_| ());
    let new = definition(|value| {
        at(value, "/definitions/Pet/properties/name")["maxLength"] = json!(10);
    });
    let place = "/definitions/Pet/properties/name";
    assert_unclaimed(&old, &new, &[(place, false)], &[]);
    assert_unclaimed(&old, &new, &[(place, true)], &[]);
    assert_unclaimed(&old, &new, &[("/definitions/Pet/properties/name/maxLength", true)], &[]);
    let coverage = coverage_of(&old, &new, &[("/definitions/Pet/properties/kind", true)]);
    assert_eq!(uncovered(&coverage), ["+/definitions/Pet/properties/name/maxLength"]);
    assert_eq!(coverage.idle, [0], "the change is about a part that is the same");
}

#[test]
fn a_claim_on_the_whole_document_covers_nothing() {
    let old = definition(|_| ());
    let new = definition(|value| {
        at(value, "/definitions/Pet/properties/name")["maxLength"] = json!(10);
    });
    let coverage = coverage_of(&old, &new, &[("", true), ("", false)]);
    assert_eq!(uncovered(&coverage), ["+/definitions/Pet/properties/name/maxLength"]);
}

#[test]
fn claims_inside_a_new_part_leave_the_rest_of_it_unclaimed() {
    let old = definition(|value| {
        value.as_object_mut().unwrap().remove("definitions");
    });
    let new = definition(|_| ());
    assert_unclaimed(&old, &new, &[("/definitions/Pet", true)], &[]);
    assert_unclaimed(
        &old,
        &new,
        &[("/definitions/Pet/properties/name", true)],
        &["+/definitions/Pet/properties/kind", "+/definitions/Pet/type"],
    );
}

#[test]
fn order_and_spelling_mean_nothing() {
    let old = definition(|_| ());
    let shuffled = definition(|value| {
        let pet = at(value, "/definitions/Pet");
        *pet = json!({
            "properties": {
                "kind": {"enum": ["DOG", "CAT"], "type": "string"},
                "name": {"maxLength": 20, "type": "string"}
            },
            "required": ["name"],
            "type": "object"
        });
        at(value, OPERATION)["parameters"].as_array_mut().unwrap().reverse();
    });
    assert_ignored(&old, &shuffled, &[]);
    let respelt = definition(|value| {
        at(value, "/definitions/Pet/properties/name")["maxLength"] = json!("20");
        at(value, "/definitions/Pet/properties/name")["readOnly"] = json!(false);
        at(value, "/definitions/Pet/properties/name")["description"] = json!(null);
        at(value, "/definitions/Pet/properties/kind")["title"] = json!("");
        at(value, "/definitions/Pet").as_object_mut().unwrap().remove("type");
        at(value, OPERATION)["parameters"][1]["required"] = json!(false);
        at(value, OPERATION)["parameters"][0].as_object_mut().unwrap().remove("required");
        value["basePath"] = json!("/");
        value["schemes"] = json!(["https"]);
        value["definitions"]["Pet"]["properties"]["name"]["minimum"] = json!(null);
    });
    assert_ignored(&old, &respelt, &[(reasons::SAME_WORDS, 8)]);
}

#[test]
fn what_reaches_no_client_has_its_reason() {
    let old = definition(|_| ());
    let new = definition(|value| {
        value["swagger"] = json!("2.0.0");
        value["info"]["version"] = json!("2");
        value["info"]["contact"] = json!({"name": "Pets"});
        value["externalDocs"] = json!({"url": "https://example.org"});
        value["x-note"] = json!(1);
        value["parameters"] = json!({"unused": {"name": "q", "in": "query", "type": "string"}});
        value["tags"] = json!([]);
        at(value, OPERATION)["externalDocs"] = json!({"url": "https://example.org"});
        at(value, OPERATION)["x-note"] = json!(1);
        at(value, OPERATION)["parameters"][2]["name"] = json!("pet");
        at(value, "/definitions/Pet")["xml"] = json!({"name": "pet"});
    });
    assert_ignored(
        &old,
        &new,
        &[
            (reasons::VERSION_TEXT, 1),
            (reasons::ABOUT, 1),
            (reasons::NOT_READ, 5),
            (reasons::EXTENSION, 2),
            (reasons::UNREFERENCED, 1),
            (reasons::SAME_WORDS, 1),
        ],
    );
}

#[test]
fn required_names_are_covered_by_their_properties() {
    let old = definition(|_| ());
    let new = definition(|value| at(value, "/definitions/Pet")["required"] = json!(["kind"]));
    let covered =
        [("/definitions/Pet/properties/name", false), ("/definitions/Pet/properties/kind", true)];
    assert_unclaimed(&old, &new, &covered, &[]);
    assert_unclaimed(&old, &new, &covered[..1], &["+/definitions/Pet/required/0"]);
}

#[test]
fn required_names_are_covered_in_the_base_that_has_the_property() {
    let composed = |required: Value| {
        definition(|value| {
            value["definitions"]["Dog"] = json!({
                "allOf": [{"$ref": "#/definitions/Pet"}, {"type": "object", "required": required}]
            });
        })
    };
    let (old, new) = (composed(json!(["name"])), composed(json!(["kind"])));
    let covered =
        [("/definitions/Pet/properties/name", false), ("/definitions/Pet/properties/kind", true)];
    assert_unclaimed(&old, &new, &covered, &[]);
    assert_unclaimed(&old, &new, &covered[..1], &["+/definitions/Dog/allOf/1/required/0"]);
}

#[test]
fn a_property_may_move_into_a_base() {
    let old = definition(|value| {
        value["definitions"]["Base"] = json!({"type": "object", "properties": {}});
        value["definitions"]["Dog"] = json!({
            "allOf": [{"$ref": "#/definitions/Base"}],
            "properties": {"age": {"type": "integer"}}
        });
    });
    let mut new = old.clone();
    new["definitions"]["Base"]["properties"] = json!({"age": {"type": "integer"}});
    new["definitions"]["Dog"] =
        json!({"allOf": [{"$ref": "#/definitions/Base"}], "properties": {}});
    let covered = [("/definitions/Base/properties/age", true)];
    assert_unclaimed(&old, &new, &covered, &[]);
}

#[test]
fn references_are_what_they_lead_to() {
    let named = |name: &str, longest: u64| {
        definition(|value| {
            at(value, "/definitions/Pet/properties")["owner"] =
                json!({"$ref": format!("#/definitions/{name}")});
            value["definitions"][name] =
                json!({"properties": {"name": {"type": "string", "maxLength": longest}}});
        })
    };
    let inline = definition(|value| {
        at(value, "/definitions/Pet/properties")["owner"] =
            json!({"properties": {"name": {"type": "string", "maxLength": 5}}});
    });
    let renamed = [("/definitions/Owner", false), ("/definitions/Person", true)];
    assert_unclaimed(&named("Owner", 5), &named("Person", 5), &renamed, &[]);
    let added = [("/definitions/Owner", true)];
    assert_unclaimed(&inline, &named("Owner", 5), &added, &[]);
    let deeper = [("/definitions/Owner/properties/name/maxLength", true)];
    let coverage = coverage_of(&inline, &named("Owner", 6), &deeper);
    assert_eq!(coverage.covered, 1, "{coverage:#?}");
    assert_eq!(coverage.ignored[reasons::ELSEWHERE], 2, "the place and the new name");
}

#[test]
fn recursive_schemas_may_be_renamed() {
    let tree = |name: &str| {
        let reference = json!({"$ref": format!("#/definitions/{name}")});
        let properties = json!({"left": reference.clone(), "right": {"type": "array", "items": reference.clone()}});
        let mut value = definition(|_| ());
        value["definitions"] = json!({name: {"type": "object", "properties": properties}});
        at(&mut value, OPERATION)["parameters"][2]["schema"] = reference.clone();
        at(&mut value, OPERATION)["responses"]["200"]["schema"] = reference;
        value
    };
    let covered = [("/definitions/Tree", false), ("/definitions/Node", true)];
    assert_unclaimed(&tree("Tree"), &tree("Node"), &covered, &[]);
}

#[test]
fn what_a_part_says_beside_its_members_is_no_news_of_the_whole() {
    let note = |parts: Value| {
        definition(|value| {
            value["definitions"]["Message"] = json!({
                "type": "object",
                "discriminator": "kind",
                "minProperties": 1,
                "properties": {"kind": {"type": "string"}}
            });
            value["definitions"]["Note"] = json!({"allOf": parts});
        })
    };
    let message = json!({"$ref": "#/definitions/Message"});
    let text = json!({"type": "object", "properties": {"text": {"type": "string"}}});
    let (two, one) = (note(json!([message, text])), note(json!([message])));
    let property = "/definitions/Note/allOf/1/properties/text";
    assert_unclaimed(&two, &one, &[(property, false)], &[]);
    assert_unclaimed(&one, &two, &[(property, true)], &[]);
    // What it says only now is news.
    let mut stricter = one.clone();
    stricter["definitions"]["Message"]["minProperties"] = json!(2);
    let expected = ["+/definitions/Message/minProperties"];
    assert_unclaimed(&two, &stricter, &[(property, false)], &expected);
}

#[test]
fn media_types_of_the_document_are_covered_by_every_operation_that_takes_them() {
    let two = |consumes: Value| {
        definition(|value| {
            value["consumes"] = consumes;
            let operation = at(value, OPERATION).clone();
            value["paths"]["/other/{id}"] = json!({"post": operation});
            value["paths"]["/none"] = json!({"get": {"responses": {}}});
        })
    };
    let old = two(json!(["application/json", "application/xml"]));
    let new = two(json!(["application/json"]));
    let bodies = [
        ("/paths/~1pets~1{id}/post/parameters/2", false),
        ("/paths/~1other~1{id}/post/parameters/2", false),
    ];
    assert_unclaimed(&old, &new, &bodies, &[]);
    assert_unclaimed(&old, &new, &bodies[..1], &["-/consumes/1"]);
    assert_unclaimed(&old, &new, &[("/consumes", true)], &[]);
    let moved = definition(|value| {
        let operation = at(value, OPERATION);
        operation["consumes"] = json!(["application/json", "application/xml"]);
        let operation = operation.clone();
        value["paths"]["/other/{id}"] = json!({"post": operation});
        value["paths"]["/none"] = json!({"get": {"responses": {}}});
    });
    let coverage = coverage_of(&old, &moved, &[]);
    assert_eq!(uncovered(&coverage), Vec::<String>::new());
}

#[test]
fn a_default_media_type_may_be_spelt_out() {
    let old = definition(|_| ());
    let new = definition(|value| {
        value["consumes"] = json!(["application/json"]);
        value["produces"] = json!(["application/json"]);
    });
    assert_ignored(&old, &new, &[(reasons::SAME_WORDS, 2)]);
}

#[test]
fn an_operation_may_repeat_what_the_document_says() {
    let around = |value: &mut Value| value["produces"] = json!(["application/json"]);
    let old = definition(around);
    let new = definition(|value| {
        around(value);
        at(value, OPERATION)["produces"] = json!(["application/json"]);
    });
    assert_ignored(&old, &new, &[(reasons::ELSEWHERE, 1)]);
}

#[test]
fn a_part_of_a_composition_forbids_nothing() {
    let composed = |part: Value| {
        definition(|value| {
            value["definitions"]["Cat"] = json!({"allOf": [{"$ref": "#/definitions/Pet"}, part]});
        })
    };
    let old = composed(json!({"properties": {"purrs": {"type": "boolean"}}}));
    let new = composed(
        json!({"properties": {"purrs": {"type": "boolean"}}, "additionalProperties": false}),
    );
    assert_ignored(&old, &new, &[(reasons::PART_CLOSED, 1)]);
}

#[test]
fn security_of_the_document_is_covered_by_every_operation() {
    let with = |security: Value| {
        definition(|value| {
            value["securityDefinitions"] = json!({"key": {"type": "apiKey", "in": "header", "name": "k"}, "basic": {"type": "basic"}});
            value["security"] = security;
        })
    };
    let (old, new) = (with(json!([{"key": []}, {"basic": []}])), with(json!([{"basic": []}])));
    let covered = format!("{OPERATION}/security");
    assert_unclaimed(&old, &new, &[(&covered, true)], &[]);
    assert_unclaimed(&old, &new, &[], &["-/security/0"]);
}

#[test]
fn parameters_may_move_to_the_path_item_or_behind_a_reference() {
    let old = definition(|_| ());
    let shared = definition(|value| {
        let list = at(value, OPERATION)["parameters"].as_array_mut().unwrap();
        let moved: Vec<Value> = list.drain(..2).collect();
        at(value, "/paths/~1pets~1{id}")["parameters"] = json!(moved);
    });
    assert_ignored(&old, &shared, &[(reasons::ELSEWHERE, 2)]);
    let referred = definition(|value| {
        let list = at(value, OPERATION)["parameters"].as_array_mut().unwrap();
        let moved = std::mem::replace(&mut list[1], json!({"$ref": "#/parameters/limit"}));
        value["parameters"] = json!({"limit": moved});
    });
    let coverage = coverage_of(&old, &referred, &[]);
    assert_eq!(uncovered(&coverage), Vec::<String>::new(), "{coverage:#?}");
}

#[test]
fn a_parameter_that_is_gone_is_claimed_where_it_is_described() {
    let old = definition(|value| {
        let list = at(value, OPERATION)["parameters"].as_array_mut().unwrap();
        let moved = std::mem::replace(&mut list[1], json!({"$ref": "#/parameters/limit"}));
        value["parameters"] = json!({"limit": moved});
    });
    let new = definition(|value| {
        at(value, OPERATION)["parameters"].as_array_mut().unwrap().remove(1);
    });
    assert_unclaimed(&old, &new, &[("/parameters/limit", false)], &[]);
    assert_unclaimed(
        &old,
        &new,
        &[],
        &["-/parameters/limit", "-/paths/~1pets~1{id}/post/parameters/1"],
    );
    let mut gone = new.clone();
    gone["paths"].as_object_mut().unwrap().clear();
    assert_unclaimed(&old, &gone, &[(OPERATION, false)], &[]);
}

#[test]
fn placeholders_of_a_path_may_be_renamed() {
    let old = definition(|_| ());
    let new = definition(|value| {
        let mut item = value["paths"].as_object_mut().unwrap().remove("/pets/{id}").unwrap();
        item["post"]["parameters"][0]["name"] = json!("petId");
        value["paths"]["/pets/{petId}"] = item;
    });
    let covered = [
        ("/paths/~1pets~1{id}/post/parameters/0", false),
        ("/paths/~1pets~1{petId}/post/parameters/0", true),
    ];
    assert_unclaimed(&old, &new, &covered, &[]);
}

#[test]
fn addresses_are_one_statement() {
    let old = definition(|_| ());
    let new = definition(|value| {
        value["host"] = json!("example.com");
        value["basePath"] = json!("/v2");
    });
    assert_unclaimed(&old, &new, &[("/host", true)], &[]);
    assert_unclaimed(&old, &new, &[], &["+/basePath", "+/host"]);
}

#[test]
fn everything_about_a_removed_operation_goes_with_it() {
    let old = definition(|value| {
        let list = at(value, OPERATION)["parameters"].as_array_mut().unwrap();
        let moved: Vec<Value> = list.drain(..1).collect();
        at(value, "/paths/~1pets~1{id}")["parameters"] = json!(moved);
    });
    let new = definition(|value| {
        value["paths"].as_object_mut().unwrap().clear();
    });
    assert_unclaimed(&old, &new, &[(OPERATION, false)], &[]);
    assert_unclaimed(
        &old,
        &new,
        &[],
        &["-/paths/~1pets~1{id}/parameters", "-/paths/~1pets~1{id}/post"],
    );
}

#[test]
fn other_versions_of_a_specification_are_compared_and_other_specifications_are_not() {
    let schema = |schema: Value| json!({"openapi": "3.0.3", "paths": {}, "components": {"schemas": {"A": schema}}});
    let side = |value, version| Compared { value, version };
    let old = schema(
        json!({"type": "integer", "nullable": true, "minimum": 1, "exclusiveMinimum": true, "example": 2}),
    );
    let mut new =
        schema(json!({"type": ["integer", "null"], "exclusiveMinimum": 1, "examples": [2]}));
    new["openapi"] = json!("3.1.0");
    let coverage = account(side(&old, Version::OpenApi30), side(&new, Version::OpenApi31), &[]);
    assert_eq!(uncovered(&coverage), Vec::<String>::new(), "{coverage:#?}");
    assert_eq!(coverage.incomparable, None);
    let coverage =
        account(side(&definition(|_| ()), Version::Swagger2), side(&new, Version::OpenApi31), &[]);
    assert_eq!(coverage.incomparable, Some(reasons::OTHER_SPECIFICATION));
    assert_eq!(uncovered(&coverage), Vec::<String>::new());
}

#[test]
fn reasons_are_different_and_no_sentences() {
    let all: std::collections::BTreeSet<&str> = reasons::ALL.into_iter().collect();
    assert_eq!(all.len(), reasons::ALL.len());
    assert!(all.iter().all(|reason| !reason.ends_with('.')));
}
