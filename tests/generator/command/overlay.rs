//! Overlay files: `--overlay`, and `overlays` of a configuration.

use crate::Place;

const DEFINITION: &str = "openapi: 3.0.3
info: {title: Lamps, version: '1'}
servers: [{url: 'https://lamps.example'}, {url: 'https://old.example'}, {url: 'https://test.example'}]
paths:
  /lamps:
    get:
      operationId: listLamps
      tags: [lamps]
      parameters: [{name: page, in: query, schema: {type: string}}]
      responses: {'204': {description: Done.}}
    delete: {operationId: dropLamps, tags: [lamps], responses: {'204': {description: Done.}}}
  /bulbs:
    get: {operationId: listBulbs, tags: [bulbs], responses: {'204': {description: Done.}}}
";

/// What the configuration brings.
const OWN: &str = "overlay: 1.0.0
info: {title: Own, version: '1'}
actions:
- {target: \"$.servers[?@.url != 'https://lamps.example']\", remove: true}
- {target: $.paths.*.delete, remove: true}
";

/// What the command line adds: it sees what the other made.
const MORE: &str = r#"{"overlay": "1.1.0", "info": {"title": "More", "version": "1"}, "x-ours": true, "actions": [
    {"target": "$.paths['/bulbs'].get", "copy": "$.paths['/lamps'].get", "description": "Bulbs are listed like lamps."},
    {"target": "$.paths['/bulbs'].get", "update": {"operationId": "listBulbs", "tags": ["bulbs"]}},
    {"target": "$.paths.*.get.parameters", "update": {"name": "size", "in": "query", "schema": {"type": "integer"}}},
    {"target": "$.paths.*.get.parameters[0].schema.type", "update": "integer"}
]}"#;

fn place() -> Place {
    let place = Place::new();
    place.write("sub/lamps.yaml", DEFINITION);
    place.write("sub/own.yaml", OWN);
    place.write("sub/lamps.toml", "overlays = ['own.yaml']\n[crate]\nname = 'lamps'\n");
    place.write("more.json", MORE);
    place
}

#[test]
fn files_are_applied_in_their_order() {
    let place = place();
    let run = place.run(&[
        "generate",
        "sub/lamps.yaml",
        "--config",
        "sub/lamps.toml",
        "--overlay",
        "more.json",
    ]);
    assert_eq!(run.code, 0, "{run:#?}");
    let lamps = place.read("lamps/src/api/lamps/list_lamps.rs");
    assert!(lamps.contains("page: i64"), "{lamps}");
    assert!(lamps.contains("size: i64"), "{lamps}");
    let bulbs = place.read("lamps/src/api/bulbs/list_bulbs.rs");
    assert!(bulbs.contains("page: i64"), "{bulbs}");
    assert!(!place.path().join("lamps/src/api/lamps/drop_lamps.rs").exists());
    let facts = place.read("lamps/src/facts.rs");
    assert!(facts.contains("lamps.example") && !facts.contains("old.example"), "{facts}");
}

#[test]
fn they_are_applied_to_both_definitions_that_are_compared() {
    let place = place();
    place.write("new.yaml", &DEFINITION.replace("delete: {", "patch: {"));
    // What the overlay removes from both is no change.
    let only = "overlay: 1.0.0\ninfo: {title: A, version: '1'}\nactions:\n- {target: '$.paths.*[?@.operationId==\"dropLamps\"]', remove: true}\n";
    place.write("only.yaml", only);
    let run = place.run(&["diff", "sub/lamps.yaml", "new.yaml", "--print-bump"]);
    run.assert_done();
    assert_eq!(run.output.trim(), "major");
    let run = place.run(&[
        "diff",
        "sub/lamps.yaml",
        "new.yaml",
        "--overlay",
        "only.yaml",
        "--print-bump",
    ]);
    run.assert_done();
    assert_eq!(run.output.trim(), "none");
}

#[test]
fn one_that_is_not_there_is_refused() {
    let run = place().run(&["inspect", "sub/lamps.yaml", "--overlay", "absent.yaml"]);
    run.assert_refused(2, &["absent.yaml"]);
}
