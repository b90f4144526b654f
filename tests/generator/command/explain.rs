//! `generator explain` and `generator schema`.

use serde_json::Value;

use crate::Place;

#[test]
fn codes_are_explained() {
    let run = Place::new().run(&["explain", "duplicate-key"]);
    run.assert_done();
    assert!(run.output.starts_with("duplicate-key (error)\n"), "{run:#?}");
}

#[test]
fn a_mistyped_name_is_understood() {
    let run = Place::new().run(&["explain", "duplicate-keys"]);
    run.assert_refused(
        2,
        &["there is no code and no rule `duplicate-keys`; did you mean `duplicate-key`?"],
    );
    let run = Place::new().run(&["explain", "\u{1b}[2Jxyz"]);
    run.assert_refused(2, &["`\\u{1b}[2Jxyz`; these are known:", "\n  duplicate-key\n"]);
}

#[test]
fn the_schema_is_printed() {
    let run = Place::new().run(&["schema"]);
    run.assert_done();
    let schema: Value = serde_json::from_str(&run.output).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}
