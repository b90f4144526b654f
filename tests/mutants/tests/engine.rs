//! The engine itself: every edit is possible, the judge sees what it is there for, and the README says what was last found.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unreachable,
    reason = "tests fail loudly"
)]

use std::collections::BTreeSet;
use std::fs;

use generator_tests::random::Random;
use generator_tests::root;
use mutants::draft::Draft;
use mutants::judge::judge;
use mutants::mutant::Material;
use mutants::operator::{BREAKS, QUIET, ways};
use mutants::operators::{FAMILIES, all};
use mutants::places::{Travel, places};
use mutants::table::{PAIRS, rows};
use serde_json::{Value, json};

/// Edits of bodies as only Swagger 2.0 has them.
const OF_SWAGGER: [&str; 1] = ["rename a body"];

/// How often a place is drawn: some edits draw what they look for too.
const DRAWS: u64 = 30;

#[test]
fn every_edit_has_a_place_in_the_specimen() {
    let material = Material::small();
    let specimen = material.specimen().unwrap();
    let possible = |edit: fn(&mut Draft<'_>) -> Option<Travel>| {
        let mut seeds = 0..DRAWS;
        seeds.any(|seed| edit(&mut Draft::new(specimen, &mut Random::new(seed))).is_some())
    };
    let missing: Vec<&str> = all()
        .filter(|(_, operator)| !possible(operator.edit))
        .map(|(_, operator)| operator.name)
        .collect();
    assert_eq!(missing, OF_SWAGGER);
}

#[test]
fn edits_have_names_of_their_own() {
    let names: BTreeSet<&str> = all().map(|(_, operator)| operator.name).collect();
    assert_eq!(names.len(), all().count());
}

#[test]
fn a_mutant_follows_from_its_numbers() {
    let material = Material::small();
    let of = |number: u64| {
        let base = material.base(7, number)?;
        Some(base.mutants(7, 3).into_iter().map(|mutant| mutant.value).collect::<Vec<_>>())
    };
    let tried: Vec<_> = (0..20).filter_map(of).collect();
    assert!(tried.len() > 10, "{} bases of 20", tried.len());
    assert_eq!(tried, (0..20).filter_map(of).collect::<Vec<_>>());
}

#[test]
fn what_a_crate_offers_both_ways_may_come_to_more_but_must_not() {
    let claim = ways(BREAKS, QUIET);
    assert_eq!(claim.levels(Travel::SENT), BREAKS);
    assert_eq!(claim.levels(Travel::RECEIVED), QUIET);
    assert_eq!(claim.levels(Travel { offered: true, ..Travel::RECEIVED }), [QUIET[0], BREAKS[1]]);
    assert_eq!(claim.levels(Travel::default()), [QUIET[0], BREAKS[1]]);
    let base = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    let mut definition = definition(&json!({"allOf": [{"$ref": "#/components/schemas/Base"}]}));
    definition["components"]["schemas"]["Base"] = base;
    definition["paths"]["/pets/{id}"]["put"].as_object_mut().unwrap().shift_remove("requestBody");
    let found = places(&definition);
    let name = "/components/schemas/Base/properties/name";
    let name = found.iter().find(|place| place.pointer == name).unwrap();
    assert_eq!(name.travel, Travel { offered: true, ..Travel::RECEIVED });
}

/// A definition in which a pet is sent and received.
fn definition(pet: &Value) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets/{id}": {"put": {
            "parameters": [
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 50}}
            ],
            "requestBody": {"content": content},
            "responses": {"200": {"description": "Done.", "content": content}}
        }}},
        "components": {"schemas": {"Pet": pet}}
    })
}

fn judged(old: &Value, new: &Value) -> [bool; 2] {
    let observed = judge(old, new, &mut Random::new(1));
    [observed.refused.is_some(), observed.undecodable.is_some()]
}

#[test]
fn the_judge_sees_what_is_refused_and_what_is_not_read() {
    let pet = |age: &Value| json!({"type": "object", "properties": {"age": age, "name": {"type": "string"}}});
    let old = definition(&pet(&json!({"type": "integer"})));
    let steps = [
        (json!({"type": "integer", "maximum": 5}), [true, false]),
        (json!({"type": "integer", "nullable": true}), [false, false]),
        (json!({"type": "string"}), [true, true]),
        (json!({"type": "number"}), [false, true]),
        (json!({"type": "integer", "enum": [1, 2]}), [true, false]),
    ];
    for (age, expected) in steps {
        assert_eq!(judged(&old, &definition(&pet(&age))), expected, "{age}");
    }
    let required =
        json!({"type": "object", "required": ["age"], "properties": {"age": {"type": "integer"}}});
    assert_eq!(judged(&old, &definition(&required)), [true, false]);
}

#[test]
fn a_value_that_a_variant_takes_may_fit_another_one() {
    let variant = |longest: u64| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "maxLength": longest}}});
    let pet = |longest: u64, discriminator: Option<Value>| {
        let mut pet = json!({"oneOf": [variant(9), variant(longest)]});
        let members = pet.as_object_mut().unwrap();
        members.extend(discriminator.map(|told| ("discriminator".to_owned(), told)));
        definition(&json!({"type": "object", "required": ["pet"], "properties": {"pet": pet}}))
    };
    for told in [None, Some(json!({"propertyName": "kind"}))] {
        // What only the first variant allowed, both do now.
        assert_eq!(judged(&pet(1, told.clone()), &pet(9, told.clone())), [false, false]);
        // What fits neither any more is refused.
        assert_eq!(judged(&pet(12, told.clone()), &pet(1, told)), [true, false]);
    }
}

#[test]
fn the_judge_sees_changes_of_parameters() {
    let old = definition(&json!({"type": "object"}));
    let with = |at: &str, value: Value| {
        let mut new = old.clone();
        *new.pointer_mut(&format!("/paths/~1pets~1{{id}}/put/parameters/1/{at}")).unwrap() = value;
        judged(&old, &new)
    };
    assert_eq!(with("schema/maximum", json!(10)), [true, false]);
    assert_eq!(with("schema/maximum", json!(90)), [false, false]);
    // A number is sent as a text.
    assert_eq!(with("schema", json!({"type": "string"})), [false, false]);
    let mut moved = old.clone();
    let paths = moved["paths"].as_object_mut().unwrap();
    let item = paths.shift_remove("/pets/{id}").unwrap();
    paths.insert("/pets/{petId}".to_owned(), item.clone());
    let [refused, _] = judged(&old, &moved);
    assert!(!refused, "placeholders have no names on the wire");
    let paths = moved["paths"].as_object_mut().unwrap();
    paths.clear();
    paths.insert("/animals/{id}".to_owned(), item);
    assert_eq!(judged(&old, &moved), [true, false]);
}

#[test]
fn the_readme_has_a_table_of_these_edits_in_which_no_verdict_is_too_low() {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    let rows = rows(&text).expect("README.md has the table");
    let kinds: usize = FAMILIES.iter().map(|family| family.operators.len()).sum();
    let mut expected: Vec<(String, usize)> =
        FAMILIES.iter().map(|family| (family.name.to_owned(), family.operators.len())).collect();
    expected.extend([(PAIRS.to_owned(), kinds), ("**all**".to_owned(), kinds)]);
    let found: Vec<(String, usize)> =
        rows.iter().map(|(name, numbers)| (name.clone(), numbers[0])).collect();
    assert_eq!(found, expected, "`cargo xtask prove --write` writes it");
    let (all, parts) = rows.split_last().unwrap();
    for column in 1..all.1.len() {
        let sum: usize = parts.iter().map(|(_, numbers)| numbers[column]).sum();
        assert_eq!(sum, all.1[column], "column {column}");
    }
    let [_, judged, compiled, under, over, unclaimed] = all.1[..] else {
        unreachable!("six numbers")
    };
    assert!(judged >= 1000 && compiled >= 20, "{judged} verdicts, {compiled} compiled");
    assert_eq!(under, 0);
    assert!(over * 50 <= judged, "{over} unexplained of {judged}");
    // The aim is none.
    assert!(unclaimed * 100 <= judged, "{unclaimed} unclaimed of {judged}");
}
