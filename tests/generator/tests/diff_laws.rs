//! Laws of the differ, over real definitions and random edits of them. Seeds are fixed; a failure prints the
//! seed and the edits.
//!
//! `LAW_ROUNDS=20 cargo test -p generator-tests --test diff_laws` tries twenty times as many edits as a build
//! without optimisation does by itself; one with optimisation tries that many anyway.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail loudly"
)]

use std::collections::BTreeSet;
use std::fs;

use generator::api::Api;
use generator::bump::Bump;
use generator::changes::Comparison;
use generator::changes::rules;
use generator::diff::coverage::reasons::{
    NOT_READ, PART_CLOSED, SAME_WORDS, UNREFERENCED, UNUSED, VERSION_TEXT,
};
use generator_tests::mutate::{Edit, OPERATORS, any_edit, edit, rename_references};
use generator_tests::pair::{Side, account_for, bump, compared, fired, line, lines, uncovered};
use generator_tests::places::Places;
use generator_tests::random::Random;
use generator_tests::{corpus, root, twin};
use serde_json::{Map, Value, json};

/// The largest definition that is loaded in a build without optimisation.
const LARGEST: u64 = if cfg!(debug_assertions) { 400_000 } else { u64::MAX };

/// How many times more edits are tried: what `LAW_ROUNDS` says, or more in a build with optimisation.
fn more() -> u64 {
    let stated = std::env::var("LAW_ROUNDS").ok();
    let usual = if cfg!(debug_assertions) { 1 } else { 20 };
    stated.map_or(usual, |text| text.parse().expect("LAW_ROUNDS is a number"))
}

/// A definition as a tree, and loaded.
struct Seed {
    name: &'static str,
    value: Value,
    side: Side,
}

/// Definitions that edits start from: the SDK's own, and one with everything that is seldom.
fn seeds() -> Vec<Seed> {
    let files = ["swagger/guest-chat/definition.json", "tests/generator/seeds/zoo.yaml"];
    let seed = |name: &'static str| {
        let side = Side::read(&root().join(name)).unwrap();
        Seed { name, value: side.document.value().clone(), side }
    };
    files.map(seed).into()
}

fn load(value: &Value) -> Result<Side, String> {
    Side::load("definition.json", &value.to_string())
}

/// An edit of a seed, and what becomes of it.
struct Case {
    title: String,
    edit: Edit,
    value: Value,
    side: Side,
    comparison: Comparison,
}

/// Runs a check on random edits of each kind of each seed. An edit that makes a definition unreadable is none.
fn each_case(rounds: u64, check: impl Fn(&Seed, &Case, &mut Random) -> Vec<String>) {
    let mut problems = Vec::new();
    for seed in seeds() {
        let places = Places::of(&seed.value);
        for operator in 0..OPERATORS.len() {
            for round in 0..rounds * more() {
                let mut random = Random::new(round * 1_000 + operator as u64 + 1);
                let Some(edit) = edit(operator, &seed.value, &places, &mut random) else {
                    continue;
                };
                let Some(case) = case(&seed, round, edit) else { continue };
                let found = check(&seed, &case, &mut random);
                problems.extend(
                    found.into_iter().map(|problem| format!("{}\n  {problem}", case.title)),
                );
            }
        }
    }
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n\n"));
}

fn case(seed: &Seed, round: u64, edit: Edit) -> Option<Case> {
    let value = edit.apply(&seed.value);
    let side = load(&value).ok()?;
    let comparison = compared(&seed.side, &side);
    let title = format!("{}, round {round}: {edit}", seed.name);
    Some(Case { title, edit, value, side, comparison })
}

/// What two comparisons say differently, as lines.
fn differences(one: &BTreeSet<String>, other: &BTreeSet<String>) -> String {
    let only = |sign: char, a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<String> {
        a.difference(b).map(|line| format!("{sign} {line}")).collect()
    };
    [only('-', one, other), only('+', other, one)].concat().join("\n  ")
}

fn line_set(comparison: &Comparison) -> BTreeSet<String> {
    comparison.changes.iter().map(line).collect()
}

// Nothing comes of nothing.

#[test]
fn a_definition_does_not_differ_from_itself() {
    let mut problems = Vec::new();
    let mut looked_at = 0;
    for definition in
        corpus::own().into_iter().chain(corpus::of_histories()).chain(corpus::published(LARGEST))
    {
        let side = match Side::load(&definition.name, &definition.text) {
            Ok(side) => side,
            Err(report) => {
                problems.push(report);
                continue;
            }
        };
        looked_at += 1;
        let comparison = compared(&side, &side);
        let coverage = account_for(&side, &side, &comparison);
        if !comparison.changes.is_empty() || !comparison.covered.is_empty() {
            let covered = comparison.covered.len();
            problems.push(format!(
                "{}: {covered} covered\n{}",
                definition.name,
                lines(&comparison)
            ));
        }
        if coverage.covered > 0 || !coverage.ignored.is_empty() || !coverage.uncovered.is_empty() {
            problems.push(format!("{}: {coverage:?}", definition.name));
        }
    }
    assert!(looked_at > 10, "only {looked_at} definitions could be loaded");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_published_difference_is_accounted_for() {
    let mut problems = Vec::new();
    for [old, new] in corpus::successive(LARGEST) {
        let (before, after) =
            match (Side::load(&old.name, &old.text), Side::load(&new.name, &new.text)) {
                (Ok(before), Ok(after)) => (before, after),
                (before, after) => {
                    problems.extend([before.err(), after.err()].into_iter().flatten());
                    continue;
                }
            };
        let title = format!("{} → {}", old.name, new.name);
        for (title, before, after) in
            [(title.clone(), &before, &after), (format!("{title}, reversed"), &after, &before)]
        {
            let comparison = compared(before, after);
            problems
                .extend(lost(before, after, &comparison).map(|lost| format!("{title}: {lost}")));
        }
    }
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// What the coverage finds amiss.
fn lost(old: &Side, new: &Side, comparison: &Comparison) -> impl Iterator<Item = String> {
    let places = uncovered(old, new, comparison);
    let idle = account_for(old, new, comparison).idle;
    let changes: Vec<String> =
        idle.iter().filter_map(|number| comparison.changes.get(*number)).map(line).collect();
    let places = places.into_iter().map(|place| format!("nobody covered {place}"));
    places.chain(changes.into_iter().map(|line| format!("nothing differs for {line}")))
}

// What is written in another way is the same.

#[test]
fn writing_a_definition_in_another_way_changes_nothing() {
    let mut problems = Vec::new();
    for definition in
        corpus::own().into_iter().chain(corpus::of_histories()).chain(corpus::published(60_000))
    {
        let Ok(side) = Side::load(&definition.name, &definition.text) else { continue };
        let value = side.document.value();
        let mut shuffled = value.clone();
        shuffle(&mut shuffled, &mut Random::new(7));
        let texts = [
            ("JSON on one line", value.to_string()),
            ("JSON on many lines", serde_json::to_string_pretty(value).unwrap()),
            ("YAML", serde_yaml::to_string(value).unwrap()),
            ("keys in another order", shuffled.to_string()),
        ];
        for (way, text) in texts {
            let other = Side::load("definition", &text).unwrap();
            let comparison = compared(&side, &other);
            let coverage = account_for(&side, &other, &comparison);
            let clean = coverage.covered == 0
                && coverage.uncovered.is_empty()
                && coverage.ignored.is_empty();
            if !comparison.changes.is_empty() || !clean {
                let lines = lines(&comparison);
                problems.push(format!("{}, {way}:\n{lines}{coverage:?}", definition.name));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Puts the keys of all objects in another order.
fn shuffle(value: &mut Value, random: &mut Random) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| shuffle(item, random)),
        Value::Object(members) => {
            let mut entries: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
            random.shuffle(&mut entries);
            for (_, member) in &mut entries {
                shuffle(member, random);
            }
            *members = Map::from_iter(entries);
        }
        _ => {}
    }
}

#[test]
fn the_order_of_keys_changes_no_byte_of_a_comparison() {
    each_case(1, |seed, case, random| {
        let mut old = seed.value.clone();
        let mut new = case.value.clone();
        shuffle(&mut old, random);
        shuffle(&mut new, random);
        let again = compared(&seed.side, &case.side);
        let others = compared(&load(&old).unwrap(), &load(&new).unwrap());
        let [first, again, shuffled] = [&case.comparison, &again, &others]
            .map(|comparison| format!("{:#?}", comparison.changes));
        let mut problems = Vec::new();
        if first != again {
            problems.push("a second run gives another result".to_owned());
        }
        // Which property is which after a renaming is also told from their places.
        let by_place =
            [&case.comparison, &others].iter().any(|c| fired(c).contains("property-renamed"));
        if by_place && bump(&case.comparison) != bump(&others) {
            problems.push("another order of keys gives another level".to_owned());
        }
        if first != shuffled && !by_place {
            let texts = similar::TextDiff::from_lines(first.as_str(), shuffled.as_str());
            let texts = texts.unified_diff().to_string();
            problems.push(format!("another order of keys gives another result:\n{texts}"));
        }
        problems
    });
}

#[test]
fn a_reference_says_what_it_leads_to() {
    let mut problems = Vec::new();
    let mut done = 0;
    for seed in seeds() {
        let places = Places::of(&seed.value);
        for place in &places.references {
            let reference = seed.value.pointer(place.as_str()).unwrap();
            let target = reference["$ref"].as_str().unwrap().trim_start_matches('#');
            let schema = seed.value.pointer(target).unwrap().clone();
            let is_part = place.as_str().contains("Of/");
            if is_part
                || reference.as_object().unwrap().len() > 1
                || contains(&seed.value, &schema, target)
            {
                continue;
            }
            let mut inlined = seed.value.clone();
            *inlined.pointer_mut(place.as_str()).unwrap() = schema;
            let inlined = load(&inlined).unwrap();
            done += 1;
            for (old, new) in [(&seed.side, &inlined), (&inlined, &seed.side)] {
                let comparison = compared(old, new);
                if bump(&comparison) > Bump::None {
                    problems.push(format!("{} at {place}:\n{}", seed.name, lines(&comparison)));
                }
                let lost = lost(old, new, &comparison);
                problems.extend(lost.map(|lost| format!("{} at {place}: {lost}", seed.name)));
            }
        }
    }
    assert!(done > 20, "only {done} references could be replaced");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Whether a schema leads to a place, or holds an inline object or enum that would get a name by its place.
fn contains(document: &Value, schema: &Value, place: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(value) = open.pop() {
        if let Some(target) = value.get("$ref").and_then(Value::as_str) {
            let target = target.trim_start_matches('#');
            if target == place {
                return true;
            }
            if seen.insert(target) {
                open.extend(document.pointer(target));
            }
        }
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            _ => {}
        }
    }
    false
}

#[test]
fn the_same_api_in_another_specification_does_not_differ() {
    let mut problems = Vec::new();
    for definition in
        corpus::own().into_iter().chain(corpus::of_histories()).chain(corpus::published(200_000))
    {
        let Ok(side) = Side::load(&definition.name, &definition.text) else { continue };
        let Some(written) = twin::openapi3(side.document.value()) else { continue };
        let other = match load(&written) {
            Ok(other) => other,
            Err(report) => {
                problems.push(format!("{}: {report}", definition.name));
                continue;
            }
        };
        for (old, new) in [(&side, &other), (&other, &side)] {
            let comparison = compared(old, new);
            if bump(&comparison) > Bump::None {
                problems.push(format!("{}:\n{}", definition.name, lines(&comparison)));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn renaming_every_model_is_only_that() {
    let mut problems = Vec::new();
    for seed in seeds() {
        let mut renamed = seed.value.clone();
        let text = seed.value.to_string();
        for place in Places::of(&seed.value).models {
            // Nothing tells what became of a model that nothing refers to.
            let is_part = seed.value.pointer(place.as_str()).unwrap().get("allOf").is_some();
            if !is_part && !text.contains(&format!("\"#{}\"", place.as_str())) {
                continue;
            }
            let (holder, name) = (place.parent().unwrap(), place.last().unwrap());
            let to = holder.child(format!("Renamed{name}"));
            let models = renamed.pointer_mut(holder.as_str()).unwrap().as_object_mut().unwrap();
            let model = models.shift_remove(&name).unwrap();
            models.insert(format!("Renamed{name}"), model);
            rename_references(&mut renamed, &format!("#{place}"), &format!("#{to}"));
            rename_discriminated(&mut renamed, &name);
        }
        let other = load(&renamed).unwrap();
        let comparison = compared(&seed.side, &other);
        let others = comparison.changes.iter().filter(|change| change.rule.id != "model-renamed");
        problems.extend(others.map(|change| format!("{}: {}", seed.name, line(change))));
        if bump(&comparison) > Bump::None {
            problems.push(format!("{}: {}", seed.name, bump(&comparison)));
        }
        problems.extend(
            lost(&seed.side, &other, &comparison).map(|lost| format!("{}: {lost}", seed.name)),
        );
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A schema that a discriminator selects by its name says so itself once it has another one.
fn rename_discriminated(value: &mut Value, name: &str) {
    let holder = value.get_mut("definitions").and_then(Value::as_object_mut);
    if let Some(model) = holder.and_then(|models| models.get_mut(&format!("Renamed{name}")))
        && model.get("allOf").is_some()
        && model.get("x-discriminator-value").is_none()
    {
        model["x-discriminator-value"] = json!(name);
    }
}

// Every edit is seen, and seen for what it is.

#[test]
fn every_edit_is_accounted_for() {
    each_case(4, |seed, case, _| lost(&seed.side, &case.side, &case.comparison).collect());
}

#[test]
fn what_the_ledger_alone_ignores_reaches_no_api() {
    each_case(3, |seed, case, _| {
        let nothing = Comparison::default();
        let coverage = account_for(&seed.side, &case.side, &nothing);
        let unseen = coverage.uncovered.is_empty();
        // What is said elsewhere or in an extension is in the API all the same.
        let nowhere = [NOT_READ, PART_CLOSED, SAME_WORDS, UNREFERENCED, UNUSED, VERSION_TEXT];
        let kept = coverage.ignored.keys().any(|reason| !nowhere.contains(reason));
        let same = without_places(&seed.side.api) == without_places(&case.side.api);
        let mut problems = Vec::new();
        if unseen && !kept && !same {
            problems.push(format!(
                "the APIs differ, but the coverage finds no difference: {coverage:?}"
            ));
        }
        if unseen && coverage.ignored.is_empty() {
            problems.push("the documents differ, but the coverage is empty".to_owned());
        }
        problems
    });
}

/// What an API says, and not where. A list that says what holds without it is another place for the same.
fn without_places(api: &Api) -> String {
    let text = format!("{api:?}");
    let mut parts = text.split("Pointer(\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| said + part.split_once("\")").map_or(part, |(_, rest)| rest))
}

#[test]
fn every_kind_of_edit_has_a_place() {
    let mut made = BTreeSet::new();
    for seed in seeds() {
        let places = Places::of(&seed.value);
        for (operator, (name, _)) in OPERATORS.iter().enumerate() {
            let mut random = Random::new(operator as u64 + 1);
            let edits = (0..20).filter_map(|_| edit(operator, &seed.value, &places, &mut random));
            for edit in edits.collect::<Vec<_>>() {
                assert_eq!(edit.inverse().apply(&edit.apply(&seed.value)), seed.value, "{edit}");
                assert_ne!(edit.apply(&seed.value), seed.value, "{edit}");
                made.insert(*name);
            }
        }
    }
    let all: BTreeSet<&str> = OPERATORS.iter().map(|(name, _)| *name).collect();
    assert_eq!(made, all);
}

#[test]
fn taking_an_edit_back_fires_the_mirrors() {
    each_case(3, |seed, case, _| {
        let back = compared(&case.side, &seed.side);
        let (there, back_again) = (fired(&case.comparison), fired(&back));
        let mirror = |id: &str| rules::find(id).and_then(|rule| rule.mirror);
        // Several rules may share a mirror, as when something required is removed and added as optional.
        let mirrored = |id: &str| {
            let back = mirror(id).is_some_and(|mirror| back_again.contains(mirror));
            back || back_again.iter().any(|other| mirror(other) == Some(id))
        };
        let missing: Vec<_> =
            there.iter().filter(|id| mirror(id).is_some() && !mirrored(id)).collect();
        let mut problems = Vec::new();
        if !missing.is_empty() {
            problems
                .push(format!("{there:?} there, {back_again:?} back: no mirror of {missing:?}"));
        }
        if there.is_empty() != back_again.is_empty() {
            problems.push(format!("{there:?} there, {back_again:?} back"));
        }
        problems
    });
}

// Edits together.

#[test]
fn the_whole_way_is_no_longer_than_its_parts() {
    each_case(2, |seed, case, random| {
        let places = Places::of(&case.value);
        let Some(next) = any_edit(&case.value, &places, random) else { return Vec::new() };
        let Ok(end) = load(&next.apply(&case.value)) else { return Vec::new() };
        let parts = bump(&case.comparison).max(bump(&compared(&case.side, &end)));
        let whole = compared(&seed.side, &end);
        if bump(&whole) <= parts {
            return Vec::new();
        }
        vec![format!("then {next}\n  {} > {parts}:\n{}", bump(&whole), lines(&whole))]
    });
}

#[test]
fn edits_apart_from_one_another_add_up() {
    each_case(2, |seed, case, random| {
        let places = Places::of(&seed.value);
        let Some(other) = any_edit(&seed.value, &places, random) else { return Vec::new() };
        if !case.edit.is_apart_from(&other) {
            return Vec::new();
        }
        let Ok(side) = load(&other.apply(&seed.value)) else { return Vec::new() };
        let Ok(both) = load(&other.apply(&case.value)) else { return Vec::new() };
        let parts = bump(&case.comparison).max(bump(&compared(&seed.side, &side)));
        let whole = compared(&seed.side, &both);
        if bump(&whole) == parts {
            return Vec::new();
        }
        vec![format!("and {other}\n  {} instead of {parts}:\n{}", bump(&whole), lines(&whole))]
    });
}

#[test]
fn an_operation_of_no_concern_changes_no_other_entry() {
    each_case(1, |seed, case, _| {
        let mut with = case.value.clone();
        with["paths"]["/of-no-concern"] = json!({"get": {
            "operationId": "ofNoConcern",
            "responses": {"200": {"description": "It worked."}}
        }});
        let Ok(with) = load(&with) else { return Vec::new() };
        let (without, with) = (line_set(&case.comparison), line_set(&compared(&seed.side, &with)));
        let added: Vec<&String> = with.difference(&without).collect();
        let only = added.len() == 1 && added[0].starts_with("operation-added");
        if only && without.is_subset(&with) {
            Vec::new()
        } else {
            vec![differences(&without, &with)]
        }
    });
}

#[test]
fn seeds_are_definitions() {
    for seed in seeds() {
        let places = Places::of(&seed.value);
        assert!(places.operations.len() > 5 && places.models.len() > 5, "{}", seed.name);
        assert!(fs::metadata(root().join(seed.name)).is_ok());
    }
}
