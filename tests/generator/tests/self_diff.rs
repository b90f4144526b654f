//! A definition that did not change is no change: `diff(x, x)` has no entry, whatever `x` is.
//!
//! The definitions of the repository are mutated as trees, towards what real ones have by accident: an operation called
//! like a schema, a parameter like a property, the same subtree twice. Seeds are fixed; a failure prints the seed,
//! the definition and what was done to it. `SELF_DIFF_ROUNDS=5000` tries more.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail loudly"
)]

use generator::source::parse;
use generator_tests::random::Random;
use generator_tests::self_diff::{Verdict, options, templates_of_items, verdict};
use generator_tests::tree_mutation::mutate;
use generator_tests::{corpus, repository_templates};
use serde_json::Value;

/// How many mutated definitions are tried without being asked for more.
const ROUNDS: u64 = 300;

/// The largest definition that is mutated, in bytes: every round makes two crates of it.
const LARGEST: usize = 12_000;

/// Most mutations of one definition.
const MUTATIONS: usize = 6;

fn rounds() -> u64 {
    let stated = std::env::var("SELF_DIFF_ROUNDS").ok();
    stated.map_or(ROUNDS, |text| text.parse().expect("SELF_DIFF_ROUNDS is a number"))
}

fn seeds() -> Vec<(String, Value)> {
    let definitions = corpus::own().into_iter().filter(|own| own.text.len() <= LARGEST);
    let value = |name: String, text: &str| Some((name, parse("x", text).ok()?.value().clone()));
    definitions.filter_map(|own| value(own.name, &own.text)).collect()
}

#[test]
fn a_mutated_definition_is_no_change_of_itself() {
    let (seeds, options) = (seeds(), options(templates_of_items().unwrap()));
    assert!(seeds.len() > 100, "only {} definitions were found", seeds.len());
    let mut problems = Vec::new();
    let (mut compared, mut refusal) = (0_u64, String::new());
    for round in 0..rounds() {
        let mut random = Random::new(round + 1);
        let (name, seed) = random.pick(&seeds).unwrap();
        let mut definition = seed.clone();
        let mut done = Vec::new();
        for _ in 0..=random.below(MUTATIONS) {
            done.extend(mutate(&mut definition, &mut random));
        }
        match verdict(&definition, &options) {
            Verdict::None => compared += 1,
            Verdict::Refused(why) => refusal = why,
            Verdict::Wrong(what) => {
                let text = serde_json::to_string(&definition).unwrap();
                problems.push(format!("seed {round} of {name}, {done:?}: {what}\n{text}"));
            }
        }
    }
    assert!(problems.is_empty(), "{} fail:\n{}", problems.len(), problems.join("\n\n"));
    let enough = compared * 2 > rounds();
    assert!(enough, "only {compared} definitions were compared; the last refusal: {refusal}");
}

/// What made the differ say MAJOR of a definition and itself: the operation has the name of a schema, and a parameter
/// of the one has the name of a property of the other, with other values.
#[test]
fn an_operation_and_a_schema_of_one_name_are_two() {
    let definition = serde_json::json!({
        "openapi": "3.0.3",
        "info": {"title": "Search", "version": "1"},
        "paths": {"/p": {"get": {
            "operationId": "Search",
            "parameters": [
                {"name": "sort", "in": "query", "schema": {"type": "string", "enum": ["asc", "desc"]}}
            ],
            "responses": {"200": {"description": "ok", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Search"}
            }}}}
        }}},
        "components": {"schemas": {"Search": {"type": "object", "properties": {
            "sort": {"type": "string", "enum": ["up", "down"]},
            "Search.sort": {"type": "string", "enum": ["left", "right"]}
        }}}}
    });
    let options = options(repository_templates().unwrap());
    assert!(matches!(verdict(&definition, &options), Verdict::None));
}

/// The official differ takes what JavaScript calls false for absent, on the one side only.
#[test]
fn what_javascript_calls_false_is_no_change() {
    let definition = serde_json::json!({
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"post": {"operationId": "addPet", "responses": {
            "required": false, "204": {"description": "Added."}
        }}}}
    });
    let options = options(repository_templates().unwrap());
    assert!(matches!(verdict(&definition, &options), Verdict::None));
}

#[test]
fn tags_of_one_name_are_two() {
    let definition = serde_json::json!({
        "openapi": "3.0.3",
        "info": {"title": "Shop", "version": "1"},
        "tags": [{"name": "shop", "description": "What is sold."}, {"name": "shop"}],
        "paths": {"/p": {"get": {"tags": ["shop"], "responses": {"204": {"description": "ok"}}}}}
    });
    let options = options(repository_templates().unwrap());
    assert!(matches!(verdict(&definition, &options), Verdict::None));
}
