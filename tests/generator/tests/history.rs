//! The history in the repository against the one that was published: reducing kept every fact and no sentence.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::collections::BTreeSet;

use generator::legacy;
use generator_tests::pair::{Side, compared};
use generator_tests::{guest_config, guest_history, histories, published_guest_history};
use history::History;
use history::published::read_published;
use history::reduce::reduce;
use serde_json::Value;

/// All strings below a value, keys left out.
fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(members) => members.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

#[test]
fn reduced_definitions_hold_no_sentences() {
    for (sdk, history) in histories() {
        for definition in &history.definitions {
            let value: Value = serde_json::from_str(&definition.text).unwrap();
            let mut found = Vec::new();
            strings(&value, &mut found);
            // A marker has two words; no fact of a definition has more.
            let sentences = found.iter().filter(|text| text.split_whitespace().count() > 2);
            let sentences: BTreeSet<_> = sentences.collect();
            assert!(sentences.is_empty(), "{sdk}/{}: {sentences:#?}", definition.name);
        }
    }
}

#[test]
fn the_history_is_that_of_the_published_definitions() {
    let Some(folder) = published_guest_history() else { return };
    let published = read_published(&folder).unwrap();
    let reduced = reduce(&published, &guest_config().unwrap()).unwrap();
    let task = "run `cargo xtask import-history`";
    assert_eq!(reduced.versions, guest_history().versions, "{task}");
    let same = reduced.definitions == guest_history().definitions;
    assert!(same, "the definitions in the repository are not those that were published: {task}");
}

/// What the wire analysis and the official rules find in a step: rules with their subjects, and numbers.
type Found = (Vec<(&'static str, String)>, legacy::Counts);

fn found(history: &History) -> Vec<Found> {
    let load = |name: &str| Side::load(name, history.text(name).unwrap()).unwrap();
    let pairs = history.versions.iter().zip(history.versions.iter().skip(1));
    let step = |old: Side, new: Side| {
        let changes = compared(&old, &new).changes;
        // Facts leave out the tags that no operation has, so what becomes of these is no part of them.
        let changes = changes.iter().filter(|change| !change.rule.id.starts_with("tag-"));
        let mut rules: Vec<_> =
            changes.map(|change| (change.rule.id, change.subject.to_string())).collect();
        rules.sort();
        let counts = legacy::compare(old.document.value(), new.document.value()).counts();
        (rules, counts)
    };
    pairs.map(|(old, new)| step(load(&old.definition), load(&new.definition))).collect()
}

#[test]
fn facts_say_what_the_published_definitions_say() {
    let Some(folder) = published_guest_history() else { return };
    let (facts, published) = (guest_history(), read_published(&folder).unwrap());
    let steps = published.versions.iter().skip(1);
    for ((step, of_facts), of_published) in steps.zip(found(&facts)).zip(found(&published)) {
        assert_eq!(of_facts, of_published, "{}", step.version);
    }
}
