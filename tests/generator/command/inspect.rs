//! `openapi-to-rust-sdk inspect` and `generate --report`: how much of a definition the crate says.

use serde_json::{Value, json};

use crate::{LAMPS, Place};

/// Lamps of which one member says nothing, one leads nowhere, and one has numbers to choose from.
fn dim() -> String {
    LAMPS.replace(
        "        level: {type: integer}\n",
        "        level: {type: integer, enum: [1, 2]}\n        \
         anything: {}\n        \
         owner: {$ref: '#/components/schemas/Owner'}\n",
    )
}

fn place() -> Place {
    let place = Place::new();
    place.write("dim.yaml", &dim());
    place
}

#[test]
fn what_is_typed_open_documented_and_lost_is_told_apart() {
    let run = place().run(&["inspect", "dim.yaml", "--format", "json"]);
    run.assert_done();
    let report: Value = serde_json::from_str(&run.output).unwrap();
    let operations =
        json!({"total": 1, "typed": 1, "open": 0, "documented": 0, "less": 0, "left_out": 0});
    assert_eq!(report["operations"], operations);
    // The list, its items, the model, and its three members.
    let schemas =
        json!({"total": 6, "typed": 3, "open": 1, "documented": 1, "less": 1, "left_out": 0});
    assert_eq!(report["schemas"], schemas);
    let places = report["shortfalls"].as_array().unwrap().iter();
    let places: Vec<_> = places.map(|place| (&place["pointer"], &place["code"])).collect();
    let members = "/components/schemas/Lamp/properties";
    let expected = [
        (json!(format!("{members}/level")), Value::Null),
        (json!(format!("{members}/owner")), json!("unresolved-reference")),
    ];
    assert_eq!(places, expected.iter().map(|(pointer, code)| (pointer, code)).collect::<Vec<_>>());
}

#[test]
fn a_code_that_is_allowed_is_counted_all_the_same() {
    let run = place().run(&["inspect", "dim.yaml", "--allow", "unresolved-reference"]);
    run.assert_done();
    assert!(run.output.contains("schema #/components/schemas/Lamp/properties/owner"), "{run:#?}");
}

#[test]
fn a_whole_crate_has_no_list() {
    let run = Place::new().run(&["inspect", "old.yaml"]);
    run.assert_done();
    assert!(run.output.contains("operations             1       1       0"), "{run:#?}");
    assert!(!run.output.contains("Left out:") && !run.output.contains("Less"), "{run:#?}");
}

#[test]
fn an_operation_that_is_left_out_is_named() {
    let place = Place::new();
    let broken = LAMPS.replace(
        "      responses:\n",
        "      parameters: [{$ref: '#/components/parameters/Gone'}]\n      responses:\n",
    );
    place.write("broken.yaml", &broken);
    let run = place.run(&["inspect", "broken.yaml"]);
    run.assert_done();
    assert!(run.output.contains("Left out:\n  operation #/paths/~1lamps/get ["), "{run:#?}");
}

#[test]
fn generate_says_the_totals_and_writes_the_report() {
    let place = place();
    let run = place.run(&["generate", "dim.yaml", "--out", "crate", "--report", "report.json"]);
    assert!(
        run.errors.contains("1 of 1 operations can be called; 3 of 6 schema places are typed"),
        "{run:#?}"
    );
    let report: Value = serde_json::from_str(&place.read("report.json")).unwrap();
    assert_eq!(report["schemas"]["less"], 1);
    place.run(&["generate", "dim.yaml", "--out", "crate", "--report", "report.txt"]);
    assert!(place.read("report.txt").contains("Less than the definition:"));
}
