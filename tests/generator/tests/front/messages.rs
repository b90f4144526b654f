//! What travels without an operation: that it is kept, with what it refers to, and travels the way that is said.

use std::collections::BTreeSet;

use generator::api::{Direction, SchemaId, directions};
use generator::config::Config;
use generator::diagnostic::{Code, Severity};
use generator::generate::{corrected, pruned};
use generator::pointer::Pointer;
use serde_json::{Value, json};

use crate::{codes, load_text};

/// A definition of which an operation reaches one schema, a correction another, and the messages the rest.
fn definition() -> String {
    let object = |members: Value| json!({"type": "object", "properties": members});
    let reference = |name: &str| json!({"$ref": format!("#/definitions/{name}")});
    let definition = json!({
        "swagger": "2.0", "info": {"title": "t", "version": "1"},
        "paths": {
            "/keep": {"get": {"tags": ["keep"], "responses": {"200": {"description": "", "schema": reference("Page")}}}},
            "/drop": {"get": {"tags": ["drop"], "responses": {"200": {"description": "", "schema": reference("Other")}}}}
        },
        "definitions": {
            "Page": object(json!({"items": {"type": "array", "items": {}}})),
            "Item": object(json!({"id": {"type": "string"}})),
            "Other": object(json!({"inner": reference("Deep")})), "Deep": object(json!({})),
            "Envelope": object(json!({"kind": {"type": "string"}, "body": {}})),
            "Said": object(json!({"text": reference("Text")})), "Text": {"type": "string"},
            "Say": object(json!({"text": reference("Text"), "to": reference("Address")})),
            "Address": object(json!({"host": {"type": "string"}})),
        }
    });
    definition.to_string()
}

fn config(prune: &str) -> Config {
    let text = format!(
        r##"
[crate]
name = "t"
{prune}
[messages]
sent = ["Request"]
received = ["Frame"]
[[overlay]]
at = "/definitions/Page/properties/items/items"
reason = "The items are known."
set = {{ "$ref" = "#/definitions/Item" }}
[unions.Request]
tag = "action"
variants = {{ say = "Say" }}
[unions.Frame]
tag = "kind"
envelope = "Envelope"
content = "body"
variants = {{ said = "Said", note = {{ type = "string" }} }}
"##
    );
    Config::parse("t.toml", &text).unwrap()
}

/// The names of the schemas of a definition.
fn names(text: &str) -> BTreeSet<String> {
    let value: Value = serde_json::from_str(text).unwrap();
    let schemas = value.get("definitions").and_then(Value::as_object).unwrap();
    schemas.keys().cloned().collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

const KEPT: [&str; 7] = ["Address", "Envelope", "Item", "Page", "Said", "Say", "Text"];

#[test]
fn what_messages_refer_to_is_kept_beside_what_operations_do() {
    let config = config("[prune]\ntags = [\"keep\"]");
    let corrected = corrected("t", &definition(), &config).unwrap();
    let mut all = set(&KEPT);
    all.extend(set(&["Frame", "Request", "noteFrame", "saidFrame"]));
    assert_eq!(names(&corrected), all);
}

#[test]
fn the_definition_before_its_corrections_keeps_what_they_need() {
    let config = config("[prune]\ntags = [\"keep\"]");
    let kept = pruned("t", &definition(), &config).unwrap();
    assert_eq!(names(&kept), set(&KEPT), "and nothing that the configuration adds");
    let again = corrected("t", &kept, &config).unwrap();
    assert_eq!(again, corrected("t", &definition(), &config).unwrap(), "nothing was lost");
}

#[test]
fn messages_travel_the_way_that_is_said() {
    let corrected = corrected("t", &definition(), &config("")).unwrap();
    let loaded = load_text("t", &corrected);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics);
    let directions = directions(&loaded.api.unwrap());
    let way = |name: &str| directions.get(&SchemaId(name.to_owned())).copied().unwrap_or_default();
    let (sent, received) = (
        Direction { request: true, response: false },
        Direction { request: false, response: true },
    );
    assert_eq!((way("Say"), way("Address"), way("Request")), (sent, sent, sent));
    assert_eq!((way("saidFrame"), way("Said"), way("Frame")), (received, received, received));
    assert_eq!(way("Text"), Direction { request: true, response: true });
    assert_eq!(way("Other"), received, "an operation returns it");
}

#[test]
fn an_extension_of_another_shape_is_somebody_elses() {
    for stated in [json!("text"), json!(["sent"]), json!({"sent": {"a": 1}, "received": ["A"]})] {
        let definition = json!({
            "openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "x-messages": stated,
            "components": {"schemas": {"A": {"type": "object"}}}
        });
        let loaded = load_text("t", &definition.to_string());
        assert!(loaded.diagnostics.iter().all(|problem| problem.code == Code::NoOperations));
        assert!(loaded.api.unwrap().messages.is_empty());
    }
}

#[test]
fn the_stated_messages_have_places_in_the_document() {
    let definition = json!({
        "openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {},
        "x-messages": {"sent": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]},
        "components": {"schemas": {"A": {"type": "object"}}}
    });
    let loaded = load_text("t", &definition.to_string());
    assert_eq!(codes(&loaded, Severity::Warning), [("unresolved-reference", 1)].into());
    let problem = loaded.diagnostics.iter().next().unwrap();
    let place = Pointer::root().child("x-messages").child("sent").child("1");
    assert_eq!(problem.pointer.as_ref(), Some(&place));
    assert_eq!(loaded.api.unwrap().messages.sent.len(), 1);
}
