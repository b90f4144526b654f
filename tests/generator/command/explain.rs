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
fn without_a_name_all_are_listed() {
    let run = Place::new().run(&["explain"]);
    run.assert_done();
    for name in ["duplicate-key", "parameter-added-required", "struct-removed"] {
        assert!(run.output.contains(&format!("\n  {name} ")), "{name}: {run:#?}");
    }
}

#[test]
fn rules_of_both_analyses_are_explained() {
    let run = Place::new().run(&["explain", "parameter-added-required"]);
    run.assert_done();
    assert!(
        run.output.contains("in what it sends, it is refused by the server: major"),
        "{run:#?}"
    );
    assert!(
        run.output.contains("The opposite change is `parameter-removed-required`."),
        "{run:#?}"
    );
    let run = Place::new().run(&["explain", "struct-removed"]);
    run.assert_done();
    assert!(run.output.contains("How far the version moves for it: major"), "{run:#?}");
    assert!(
        run.output.contains("https://doc.rust-lang.org/cargo/reference/semver.html#"),
        "{run:#?}"
    );
    let run = Place::new().run(&["explain", "parameter-aded-required"]);
    run.assert_refused(2, &["did you mean `parameter-added-required`?"]);
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
